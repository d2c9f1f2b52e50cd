/**
 * YAML 1.2 as people write it: nodes with their places, and every problem of a file at once, each a sentence with line and
 * column. Deep nesting, alias bombs and endless numbers end with a sentence too.
 */
package chalkline.yaml;
