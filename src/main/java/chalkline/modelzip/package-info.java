/**
 * Deeplearning4j's model zip as data: its configuration as a network, its saved arrays, its normaliser. Nothing here sees
 * ND4J or Deeplearning4j, and no class that a file names is ever loaded.
 */
package chalkline.modelzip;
