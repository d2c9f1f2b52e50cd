package chalkline.network;

/** How a gradient becomes an update. */
public sealed interface Updater {

    /**
     * Gradient descent: W ← W − η·dW.
     *
     * @param learningRate η, positive and finite
     */
    record Sgd(double learningRate) implements Updater {
        public Sgd {
            if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("learning-rate is " + learningRate + " but must be positive");
            }
        }
    }
}
