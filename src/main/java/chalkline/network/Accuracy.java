package chalkline.network;

/**
 * How far an implementation's elementary functions may be off, in units u of its precision's roundoff. Everything else that
 * it computes is bounded by the standard for floating-point arithmetic.
 *
 * @param exp eᶻ, relative to it
 * @param log ln z, relative to it
 * @param pow xᵖ, relative to it
 * @param tanh tanh z, absolute
 * @param sigmoidDerivative a(1 − a), relative to the error that it inherits from the implementation's own rounded a
 * @param tanhDerivative 1 − a², likewise
 */
public record Accuracy(
        double exp, double log, double pow, double tanh, double sigmoidDerivative, double tanhDerivative) {
    /** For an implementation that declares nothing: enough for the mathematical libraries in use. */
    public static final Accuracy USUAL = new Accuracy(4, 4, 4, 3, 14.5, 9);
}
