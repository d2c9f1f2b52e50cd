/**
 * The vocabulary: what a dense network, a batch and a recorded training step are.
 *
 * <p>Convention, everywhere inside Chalkline: examples are rows. With N examples, a layer of nIn inputs and nOut units
 * computes {@code Z = A·W + b}, where A is N × nIn, W is nIn × nOut, b is 1 × nOut and is added to every row. The loss of
 * a batch is the mean over its examples, and {@code dX} means ∂loss/∂X of that mean. {@link chalkline.network.Notation}
 * says how a person writes the same things.
 */
package chalkline.network;
