package chalkline.training;

import java.util.Optional;

/**
 * How the loop over epochs and mini-batches ended.
 *
 * @param stop why
 * @param progress how far it came
 * @param divergence where, for {@link StopReason#DIVERGED}
 */
record Trained(StopReason stop, Progress progress, Optional<Divergence> divergence) {}
