/**
 * Deeplearning4j as an engine: networks are built, trained, recorded, described and read back with its own classes.
 *
 * <p>What Deeplearning4j hands out as a sum over the examples of a batch is divided by their number here, and nowhere
 * else.
 */
package chalkline.dl4j;
