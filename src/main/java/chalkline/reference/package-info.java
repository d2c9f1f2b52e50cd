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
 * arithmetic, and only the primitives that no standard bounds have constants: those that an implementation declares, {@link
 * chalkline.network.Accuracy}; the table has those of who declares none. With u = 2⁻²⁴ (float32) or 2⁻⁵³ (float64), of the
 * implementation and of the reference's own doubles together, λ the smallest normal number, and γₙ = n·u / (1 − n·u):
 *
 * <table>
 * <caption>Errors, relative to the result where not said otherwise; E is the error of the value that f′ is made from</caption>
 * <tr><th>what</th><th>error</th><th>from</th></tr>
 * <tr><td>a + b, a − b, a·b, a / b, √a</td><td>u, and λ where the result may underflow; 0 with an operand that makes the
 * operation exact, as a·1</td><td>IEEE 754; Higham, Accuracy and Stability of Numerical Algorithms, §2.2 and §2.8</td></tr>
 * <tr><td>a sum or inner product of n terms, in any order, with or without fused multiply-add</td><td>γₙ·Σ|aᵢ||bᵢ| +
 * 2nλ: the λ of each product and of each addition; γₙ₋₁ where one factor is all ones; with a bias, n + 1 terms</td>
 * <td>Higham, §3.1 and §4.2; {@link chalkline.reference.Product}</td></tr>
 * <tr><td>a + b + c, in any order</td><td>γ of one operation fewer than terms, of their sizes, and λ a term</td><td>Higham,
 * §4.2; {@code Norms}</td></tr>
 * <tr><td>a number that belongs to a formula, such as a rate of 0.1</td><td>u, unless a float holds it
 * exactly</td><td>its own conversion</td></tr>
 * <tr><td>eᶻ, ln z</td><td>4u</td><td>scan</td></tr>
 * <tr><td>eᶻ − 1</td><td>4u·eᶻ + u·|eᶻ − 1|</td><td>eᶻ, then the subtraction; scanned in ELU</td></tr>
 * <tr><td>xᵖ</td><td>γ of 4 and of the 2·log₂p multiplications of a whole p</td><td>scan; {@code Power}</td></tr>
 * <tr><td>σ(z)</td><td>(4(1 − a) + 2)u</td><td>4u of e⁻ᶻ, which reach the result by its share, an addition, a
 * division</td></tr>
 * <tr><td>σ(z) in the derivatives of softplus, swish, GELU and mish</td><td>(4 + (4 + |z|)(1 − σ))u</td><td>eᶻ as a power of
 * the rounded number e is good to (4 + |z|)u; scanned in those activations</td></tr>
 * <tr><td>σ′(z)</td><td>|1 − 2a|·E + E² + 14.5u·(σ′ + the former) absolute, at most max(σ′, ¼)</td><td>a(1 − a) from a
 * rounded a; scan</td></tr>
 * <tr><td>σ′(z) in the derivatives of swish and GELU</td><td>|z|u more</td><td>as σ there</td></tr>
 * <tr><td>tanh z</td><td>3u absolute</td><td>some give 0 for |z| below u</td></tr>
 * <tr><td>tanh′(z)</td><td>2|a|·E + E² + u(|a| + E)² + 9u·(tanh′ + the first two) absolute, at most max(tanh′, 1)</td>
 * <td>1 − a² from a rounded a; scan</td></tr>
 * <tr><td>ln(1 + eᶻ)</td><td>(1 + 4σ(z) + 4·ln(1 + eᶻ))u absolute</td><td>a rounded 1 + eᶻ, of which nothing but u is left
 * where eᶻ is small; scan</td></tr>
 * <tr><td>softmax</td><td>the arguments' errors, their subtraction's, 4u of each eᶻ, γₙ₋₁ of the sum, 2u of the division and
 * of what is left of the maximum</td><td>{@link chalkline.reference.Softmax}; scan</td></tr>
 * <tr><td>σ of layer normalisation</td><td>2.5(n + 7)u·max|u| + (n + 8)uσ, and min(√(2λ), 2λ/σ), absolute</td><td>in two
 * passes or by Welford's update; {@link chalkline.reference.LayerNorms}</td></tr>
 * <tr><td>the way back through layer normalisation</td><td>u more of each quotient, mean and product that cancels
 * later</td><td>another order of the same operations; {@code LayerNorms}</td></tr>
 * <tr><td>what a constraint makes of a parameter</td><td>twice the formula's</td><td>who projects what is projected already;
 * {@code GradientPath}</td></tr>
 * <tr><td>a schedule's rate</td><td>that of the formula in float64, and u</td><td>worked on the host and
 * cast</td></tr>
 * <tr><td>a recorded sum that was divided by a whole number in double</td><td>2⁻⁵² as an operand and as a result, unless it
 * is a power of two</td><td>the division, on both sides; {@link chalkline.network.Step.Scaling}</td></tr>
 * <tr><td>a number that an implementation scales only after the next step</td><td>u of the operand</td><td>what its engine
 * says of it; {@code Step.Scaling}</td></tr>
 * <tr><td>every function above, in the reference</td><td>8·2⁻⁵³ and λ</td><td>Java's are good to 1 ulp (2.5 for tanh), and
 * are put together from at most three; {@code Rounded.OWN_ULPS}</td></tr>
 * <tr><td>all of a step's bound</td><td>a factor of 1 + 10⁻⁵</td><td>terms of second order; {@code
 * Comparison.SLACK}</td></tr>
 * </table>
 *
 * <p>An error that was inherited passes through a function by the largest slope within its reach; where a formula changes
 * (a kink, a threshold, a constraint) and the error leaves open on which side an entry is, the bound reaches to the other
 * side. What may leave the judged precision has no bound, if only on the way to something smaller: a sum in some order, the
 * squares of a norm, a sum before it is divided to a mean, a gradient before it is divided by N. A constant below λ may be 0.
 * {@code BoundConstantsTest} scans again what the engine's are
 * and fails where a constant is too small, or larger than it need be by more than a stated factor; {@code RoundedTest} and
 * {@code ProductTest} hold the arithmetic against BigDecimal.
 *
 * <p>The truth is worked in double-double with the same rules, so that it knows its own error, and no digit beyond it is
 * claimed. Its own constants: u = 2⁻¹⁰⁰ and λ = 2⁻¹⁰⁷⁰ of an operation, which is good to 16·2⁻¹⁰⁶ or better (Joldes, Muller and
 * Popescu, 2017); 2⁻⁹⁰ of a function, whose argument reduction loses about 10 of 106 bits, times n + 4 for softmax and 2 +
 * |p·ln x| for xᵖ ({@code DoubleDouble}, {@code Power}); 8·(n + 4)²·2⁻¹⁰³ in place of γₙ ({@code Product}, {@code Panels}).
 * Where that leaves fewer than 20 digits of a number, or its side of a kink, and the step is small enough, {@link
 * chalkline.reference.Truth} works it in exact numbers: decimals stay decimals, equal terms cancel, and everything else is
 * enclosed to as many digits as it takes.
 */
package chalkline.reference;
