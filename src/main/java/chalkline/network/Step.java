package chalkline.network;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One named quantity of a training step, as an implementation computed it.
 *
 * <p>The static methods give the names, in the order in which they are written on paper. {@code dZ2} means ∂loss/∂Z2.
 *
 * @param name its name, unique within its trace
 * @param source where the value comes from
 * @param value the value; absent exactly where the source is {@link Source#NOT_EXPOSED}
 * @param scaling what was done to the implementation's own number to make it the value
 */
public record Step(String name, Source source, Optional<Matrix> value, Scaling scaling) {

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
     * What a recording does to an implementation's own number, in double, to make it a step: implementations that work on sums
     * over the examples have no mean to show.
     *
     * @param divisor by which it was divided; 1 where it was not
     * @param later whether the implementation itself scales what it makes of its number, in its own precision, so that the
     *     next step has a rounding that this one lacks
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

    /** The features, A0. */
    public static final String X = "X";
    /** The labels. */
    public static final String Y = "y";
    /** Where labels are masked: 1 for a label that counts and 0 for one that does not; a column, or as wide as y. */
    public static final String MASK = "mask";
    /** The mean over the examples of the data loss, 1 × 1. */
    public static final String LOSS = "loss";
    /** How many steps were taken before this one, 1 × 1. */
    public static final String ITERATION = "iteration";
    /** How many epochs were ended before this step, 1 × 1. */
    public static final String EPOCH = "epoch";
    /** A learning rate that a schedule gives, 1 × 1. */
    public static final String RATE = "rate";
    /** A momentum that a schedule gives, 1 × 1. */
    public static final String MOMENTUM = "momentum";
    /** The loss and what regularisation adds to it, 1 × 1. */
    public static final String SCORE = "score";

    private static final String UNCONSTRAINED = ".unconstrained";
    private static final Pattern BY_EXAMPLE = Pattern.compile("d?(?:X|y|mask|[UZADMS][0-9]+)");

    public Step {
        if (value.isPresent() == (source == Source.NOT_EXPOSED)) {
            throw new IllegalArgumentException(
                    name + " is " + source.label() + (value.isPresent() ? " with" : " without") + " a value");
        }
    }

    /** A step whose value is the implementation's own number. */
    public Step(String name, Source source, Optional<Matrix> value) {
        this(name, source, value, Scaling.NONE);
    }

    /** W of layer l, before the update. */
    public static String w(int l) {
        return "W" + l;
    }

    /** b of layer l, before the update. */
    public static String b(int l) {
        return "b" + l;
    }

    /** The gains of layer l's normalisation, before the update. */
    public static String g(int l) {
        return "g" + l;
    }

    /** The mask that was drawn for layer l's input: 0 where an entry is dropped, 1/p where it is kept. */
    public static String m(int l) {
        return "M" + l;
    }

    /** The slopes that were drawn for layer l's activation: α of every entry, which counts where Z is below 0. */
    public static String s(int l) {
        return "S" + l;
    }

    /** What is left of layer l's input, A(l−1) ∘ M. */
    public static String d(int l) {
        return "D" + l;
    }

    /** What layer l normalises, A(l−1)·W. */
    public static String u(int l) {
        return "U" + l;
    }

    /**
     * What layer l adds up, A(l−1)·W + b, or with layer normalisation the normalised U times g and plus b; of a layer without
     * W, its input.
     */
    public static String z(int l) {
        return "Z" + l;
    }

    /** What layer l puts out; A0 is {@link #X}. */
    public static String a(int l) {
        return l == 0 ? X : "A" + l;
    }

    /** {@link #RATE} of layer l, where layers have updaters of their own. */
    public static String rate(int l) {
        return RATE + l;
    }

    /** {@link #MOMENTUM} of layer l, where layers have updaters of their own. */
    public static String momentum(int l) {
        return MOMENTUM + l;
    }

    /** That rate or momentum of biases that have an updater of their own. */
    public static String ofBiases(String rateOrMomentum) {
        return rateOrMomentum + ".b";
    }

    /** Whether the step of that name has a row for each example. */
    public static boolean isByExample(String name) {
        return BY_EXAMPLE.matcher(name).matches();
    }

    /** Whether the name is that of a rate or a momentum. */
    public static boolean isHyperParameter(String name) {
        return name.startsWith(RATE) || name.startsWith(MOMENTUM);
    }

    /** ∂loss/∂ the step of that name. */
    public static String gradient(String name) {
        return "d" + name;
    }

    /** Whether the name is that of a gradient. */
    public static boolean isGradient(String name) {
        return name.startsWith("d");
    }

    /** The parameter of that name after the update and before its constraints. */
    public static String unconstrained(String name) {
        return name + UNCONSTRAINED;
    }

    /** Whether the name is that of an updated parameter before its constraints. */
    public static boolean isUnconstrained(String name) {
        return name.endsWith(UNCONSTRAINED);
    }

    /** The name after the constraints of a parameter before them. */
    public static String constrained(String unconstrained) {
        return next(unconstrained.substring(0, unconstrained.length() - UNCONSTRAINED.length()));
    }

    /** What the updater keeps of the parameter of that name: W1.m. */
    public static String state(String parameter, String kept) {
        return parameter + "." + kept;
    }

    /** What is subtracted from the parameter of that name, weight decay included. */
    public static String update(String parameter) {
        return parameter + ".update";
    }

    /** The parameter, or what the updater keeps of it, of that name after the update. */
    public static String next(String name) {
        return name + ".next";
    }

    /** Whether the name is that of an updated parameter. */
    public static boolean isNext(String name) {
        return name.endsWith(".next");
    }
}
