/** The command line: one small class a command, which wires the rest together. */
package chalkline.cli;
