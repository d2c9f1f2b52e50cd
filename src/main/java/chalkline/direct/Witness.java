package chalkline.direct;

import chalkline.network.Matrix;
import chalkline.network.StepId;

/** Is shown what passes through a step, while it does. */
@FunctionalInterface
interface Witness {
    /** The value is a copy. */
    void saw(StepId id, Matrix value);
}
