package chalkline.training;

import chalkline.network.Trace;

/**
 * A training step with what passed through it.
 *
 * @param trace the steps
 * @param matchesFit whether an unrecorded step on the same batch gave the same gradients, updater state and parameters,
 *     bit for bit; where it did not, the trace says nothing about that step
 */
public record Recording(Trace trace, boolean matchesFit) {}
