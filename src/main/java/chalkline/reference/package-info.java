/**
 * The derivation by hand: one list of rules, a formula a step, over a matrix that carries its rounding error.
 *
 * <p>Start with {@link chalkline.reference.Derivation}. The same rules give the truth, folded over their own results, and
 * the check of a single step, applied to somebody else's numbers. Nothing here knows any framework.
 *
 * <h2>The bounds</h2>
 *
 * <p>How far a correct implementation may lie from a step that is worked from its own earlier steps. Nothing in it was
 * fitted to what implementations were seen to do with networks: operations follow the standard model of floating-point
 * arithmetic, and only the primitives that no standard bounds have constants, each the next round number above a scan of
 * ND4J's own. With u = 2⁻²⁴ (float32) or 2⁻⁵³ (float64), of the implementation and of the reference's own doubles
 * together, λ the smallest normal number, and γₙ = n·u / (1 − n·u):
 *
 * <table>
 * <caption>Errors, relative to the result where not said otherwise</caption>
 * <tr><th>what</th><th>error</th><th>from</th></tr>
 * <tr><td>a + b, a − b, a·b, a / b, √a</td><td>u, and λ where the result may underflow</td><td>IEEE 754; Higham, Accuracy
 * and Stability of Numerical Algorithms, §2.2 and §2.8</td></tr>
 * <tr><td>a sum or inner product of n terms, in any order, with or without fused multiply-add</td><td>γₙ·Σ|aᵢ||bᵢ| +
 * n·λ</td><td>Higham, §3.1 and §4.2; with a bias, n + 1 terms</td></tr>
 * <tr><td>a number that belongs to a formula, such as a rate of 0.1</td><td>u, unless a float holds it
 * exactly</td><td>its own conversion</td></tr>
 * <tr><td>eᶻ, ln z</td><td>4u</td><td>scan</td></tr>
 * <tr><td>eᶻ − 1</td><td>4u·eᶻ + u·|eᶻ − 1|</td><td>eᶻ, then the subtraction</td></tr>
 * <tr><td>xᵖ</td><td>γ of 4 and of the 2·log₂p multiplications of a whole p</td><td>scan</td></tr>
 * <tr><td>σ(z)</td><td>(4(1 − a) + 2)u</td><td>4u of e⁻ᶻ, which reach the result by its share, an addition, a
 * division</td></tr>
 * <tr><td>tanh z</td><td>3u absolute</td><td>scan: ND4J's gives 0 for |z| below u</td></tr>
 * <tr><td>softmax</td><td>the arguments' errors, their subtraction's, 4u of each eᶻ, the sum's, a division</td><td>{@link
 * chalkline.reference.Softmax}</td></tr>
 * <tr><td>f′</td><td>from a rounded f where an implementation may take it from there: |∂f′/∂a|·E + E²</td><td>each
 * activation's own</td></tr>
 * <tr><td>a gradient handed out as a sum over N examples</td><td>u more, unless N is a power of two</td><td>its division, in
 * {@code check}</td></tr>
 * </table>
 *
 * <p>An error that was inherited passes through a function by the largest slope within its reach; where a formula changes
 * (a kink, a threshold, a constraint) and the error leaves open on which side an entry is, the bound reaches to the other
 * side. What may leave the judged precision has no bound, if only on the way to something smaller: a sum in some order, the
 * squares of a norm, a sum before it is divided to a mean, a gradient before it is divided by N. A constant below λ may be 0.
 * Terms of second order are covered by a factor of 1 + 10⁻⁵. {@code BoundConstantsTest} scans ND4J's primitives again
 * and fails where a constant is too small, or larger than it need be by more than a stated factor; {@code RoundedTest} and
 * {@code ProductTest} hold the arithmetic against BigDecimal.
 *
 * <p>The truth is worked in double-double with the same rules and u = 2⁻¹⁰⁰, so that it knows its own error, and no digit
 * beyond it is claimed.
 */
package chalkline.reference;
