package chalkline.training;

import chalkline.network.Trace;

/**
 * A recorded training step.
 *
 * @param trace the steps
 * @param matchesFit whether an unrecorded step on the same batch gave the same gradients, updater state and parameters,
 *     bit for bit; otherwise the trace says nothing about the real step
 */
public record Recording(Trace trace, boolean matchesFit) {}
