/**
 * An actual training step held against the derivation. The result is a value: nothing here logs, and nothing throws
 * because numbers disagree. Start with {@link chalkline.check.Check}.
 */
package chalkline.check;
