package chalkline.network;

import java.util.Optional;

/**
 * One quantity of a training step, as an implementation computed it.
 *
 * @param id which one, unique within its trace
 * @param source where the value comes from
 * @param value the value; absent exactly where the source is {@link Source#NOT_EXPOSED}
 * @param scaling what was done to the implementation's own number to make it the value
 */
public record Step(StepId id, Source source, Optional<Matrix> value, Scaling scaling) {

    /** Where a step's value comes from. */
    public enum Source {
        /** Seen inside the real step, while it ran. */
        RECORDED("recorded"),
        /** Computed by the implementation's own code, outside the step. */
        EVALUATED("evaluated"),
        /** The implementation never computes it: softmax with cross entropy has no dA. */
        NOT_EXPOSED("not-exposed");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** The name in JSON. */
        public String label() {
            return label;
        }
    }

    /**
     * What a recording did to the implementation's own number, in double, to make it a step: an implementation that works
     * with sums over the examples has no means to record.
     *
     * @param divisor by which it was divided; 1 where it was not
     * @param later whether the implementation scales later, in its own precision: then the next step has one rounding more
     *     than this one
     */
    public record Scaling(int divisor, boolean later) {
        /** The value is the implementation's own number. */
        public static final Scaling NONE = new Scaling(1, false);

        public Scaling {
            if (divisor < 1) {
                throw new IllegalArgumentException("the divisor is " + divisor + " but must be at least 1");
            }
        }
    }

    public Step {
        if (value.isPresent() == (source == Source.NOT_EXPOSED)) {
            throw new IllegalArgumentException(
                    id + " is " + source.label() + (value.isPresent() ? " with" : " without") + " a value");
        }
    }

    /** A step whose value is the implementation's own number. */
    public Step(StepId id, Source source, Optional<Matrix> value) {
        this(id, source, value, Scaling.NONE);
    }

    /** The name that people see. */
    public String name() {
        return id.toString();
    }
}
