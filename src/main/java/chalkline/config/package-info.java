/**
 * The configuration: one YAML 1.2 file, read into one tree of records.
 *
 * <p>{@link chalkline.config.Configuration#read} reports all problems of a file at once, in the order of the file, each one
 * sentence with line and column. {@link chalkline.config.Configuration#toNetwork} fills in the widths that only the data
 * has.
 */
package chalkline.config;
