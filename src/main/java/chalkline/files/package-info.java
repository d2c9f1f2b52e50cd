/**
 * Untrusted files and files that must not be lost: strict readers of zips and JSON, files replaced as a whole or not at all,
 * digests, and the sentences about them.
 */
package chalkline.files;
