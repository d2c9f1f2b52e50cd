/** What Deeplearning4j 1.0.0-M2.1 computes otherwise than its documentation says: a smallest example of each. */
package chalkline.dl4j.defects;
