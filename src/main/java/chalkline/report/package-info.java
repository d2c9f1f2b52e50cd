/** What the others return, as text, JSON and files. */
package chalkline.report;
