/**
 * Deeplearning4j's model zip as data: configuration, arrays and normaliser. This package does not use ND4J or Deeplearning4j,
 * and never loads a class that a file names.
 */
package chalkline.modelzip;
