/**
 * YAML 1.2: nodes with their places, and all problems of a file at once, each a sentence with line and column. So are deep
 * nesting, alias bombs and endless numbers.
 */
package chalkline.yaml;
