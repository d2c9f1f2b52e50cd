/**
 * Files that cannot be trusted and files that must not be lost: readers of zips and JSON for what comes from strangers, a
 * file that is replaced as a whole or not at all, digests, and how each is spoken of in a sentence.
 */
package chalkline.files;
