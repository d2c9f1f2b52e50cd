/**
 * Where Deeplearning4j is known not to be the textbook: one entry a difference, its texts beside the imitation that foretells
 * its numbers. Nothing here sees Deeplearning4j: an imitation works on the numbers of a trace.
 */
package chalkline.dl4j.known;
