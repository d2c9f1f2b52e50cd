/**
 * A person's own numbers for a training step: read, marked against the derivation, and explained.
 *
 * <p>Start with {@link chalkline.answers.Marker}. Sheets are read by {@link chalkline.answers.AnswerSheet}; {@link
 * chalkline.answers.Template} writes an empty one.
 */
package chalkline.answers;
