/** The command line: one small class for each command, without logic of its own. */
package chalkline.cli;
