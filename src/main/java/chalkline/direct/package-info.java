/**
 * An engine of our own for dense networks: the derivation of {@code reference} in plain loops and OpenBLAS' products, without
 * an allocation in a step. It is the textbook, and imitates nothing that Deeplearning4j does otherwise; its zip is
 * Deeplearning4j's. The classes that begin with Double are those that begin with Float, word for word, in float64.
 */
package chalkline.direct;
