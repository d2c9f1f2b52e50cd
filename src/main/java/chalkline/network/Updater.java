package chalkline.network;

import chalkline.network.Schedule.Fixed;
import java.util.List;
import java.util.Optional;

/**
 * How a gradient becomes an update. Parameters and defaults are Deeplearning4j's; {@code reference} has the formulas and
 * their sources.
 */
public sealed interface Updater {

    /** What it keeps of every parameter from one step to the next, by name; it all starts from 0. */
    default List<String> state() {
        return List.of();
    }

    /** Its learning rate, where it has one. */
    default Optional<Schedule> rate() {
        return Optional.empty();
    }

    /**
     * Gradient descent.
     *
     * @param learningRate η, positive and finite
     */
    record Sgd(Schedule learningRate) implements Updater {
        public Sgd {
            requireRate(learningRate);
        }

        /** With a fixed rate. */
        public Sgd(double learningRate) {
            this(new Fixed(learningRate));
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /** Deeplearning4j's NoOp, which "makes no changes to the gradient" and so descends by it: it does not freeze. */
    record NoOp() implements Updater {}

    /**
     * Adam.
     *
     * @param learningRate η
     * @param beta1 β1, from 0 to less than 1
     * @param beta2 β2, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record Adam(Schedule learningRate, double beta1, double beta2, double epsilon) implements Updater {
        public Adam {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("m", "v");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * AdaMax.
     *
     * @param learningRate η
     * @param beta1 β1, from 0 to less than 1
     * @param beta2 β2, from 0 to less than 1
     */
    record AdaMax(Schedule learningRate, double beta1, double beta2) implements Updater {
        public AdaMax {
            requireMoments(learningRate, beta1, beta2, 0);
        }

        @Override
        public List<String> state() {
            return List.of("m", "u");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * Nadam.
     *
     * @param learningRate η
     * @param beta1 β1, from 0 to less than 1
     * @param beta2 β2, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record Nadam(Schedule learningRate, double beta1, double beta2, double epsilon) implements Updater {
        public Nadam {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("m", "v");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * AMSGrad.
     *
     * @param learningRate η
     * @param beta1 β1, from 0 to less than 1
     * @param beta2 β2, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record AmsGrad(Schedule learningRate, double beta1, double beta2, double epsilon) implements Updater {
        public AmsGrad {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("m", "v", "vMax");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * AdaBelief.
     *
     * @param learningRate η
     * @param beta1 β1, from 0 to less than 1
     * @param beta2 β2, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record AdaBelief(Schedule learningRate, double beta1, double beta2, double epsilon) implements Updater {
        public AdaBelief {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("m", "s");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * AdaDelta.
     *
     * @param rho ρ, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record AdaDelta(double rho, double epsilon) implements Updater {
        public AdaDelta {
            requireFraction("rho", rho);
            requireEpsilon(epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("msg", "msdx");
        }
    }

    /**
     * AdaGrad.
     *
     * @param learningRate η
     * @param epsilon ε, 0 or positive
     */
    record AdaGrad(Schedule learningRate, double epsilon) implements Updater {
        public AdaGrad {
            requireRate(learningRate);
            requireEpsilon(epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("cache");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * RMSProp.
     *
     * @param learningRate η
     * @param rmsDecay ρ, from 0 to less than 1
     * @param epsilon ε, 0 or positive
     */
    record RmsProp(Schedule learningRate, double rmsDecay, double epsilon) implements Updater {
        public RmsProp {
            requireRate(learningRate);
            requireFraction("rms-decay", rmsDecay);
            requireEpsilon(epsilon);
        }

        @Override
        public List<String> state() {
            return List.of("cache");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    /**
     * Nesterov's momentum.
     *
     * @param learningRate η
     * @param momentum μ
     */
    record Nesterovs(Schedule learningRate, Schedule momentum) implements Updater {
        public Nesterovs {
            requireRate(learningRate);
            if (momentum instanceof Fixed fixed && !(fixed.value() >= 0 && fixed.value() <= 1)) {
                throw new IllegalArgumentException("momentum is " + fixed.value() + " but must be from 0 to 1");
            }
        }

        @Override
        public List<String> state() {
            return List.of("v");
        }

        @Override
        public Optional<Schedule> rate() {
            return Optional.of(learningRate);
        }
    }

    private static void requireMoments(Schedule learningRate, double beta1, double beta2, double epsilon) {
        requireRate(learningRate);
        requireFraction("beta1", beta1);
        requireFraction("beta2", beta2);
        requireEpsilon(epsilon);
    }

    private static void requireRate(Schedule learningRate) {
        if (learningRate instanceof Fixed fixed && !(fixed.value() >= 0)) {
            throw new IllegalArgumentException("learning-rate is " + fixed.value() + " but must be 0 or positive");
        }
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + " but must be from 0 to less than 1");
        }
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + " but must be 0 or positive");
        }
    }
}
