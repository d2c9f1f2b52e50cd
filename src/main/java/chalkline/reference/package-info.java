/**
 * The derivation by hand: one list of rules, a formula a step, over a matrix that carries its rounding error.
 *
 * <p>Start with {@link chalkline.reference.Derivation}. The same rules give the truth, folded over their own results, and
 * the check of a single step, applied to somebody else's numbers. Nothing here knows any framework.
 */
package chalkline.reference;
