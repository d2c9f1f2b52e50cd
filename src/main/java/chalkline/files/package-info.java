/**
 * Files that cannot be trusted and files that must not be lost: a zip reader for what comes from strangers, a file that is
 * replaced as a whole or not at all, and how either is spoken of in a sentence.
 */
package chalkline.files;
