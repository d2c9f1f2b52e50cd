/** The training job: what an engine must do, the loop over mini-batches, and the directory a run leaves behind. */
package chalkline.training;
