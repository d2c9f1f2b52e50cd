package chalkline.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The conditions under which a trained model replaces the published one.
 *
 * @param conditions on its evaluation; all must hold
 * @param notWorseThan a model zip that must not be better on the same rows
 * @param betterThanBaseline whether it must beat the best constant prediction on held-out rows; empty: wherever there are
 *     held-out rows
 */
public record PublishSpec(
        List<Condition> conditions, Optional<Path> notWorseThan, Optional<Boolean> betterThanBaseline) {
    /** The default: better than the baseline, wherever there are held-out rows. */
    public static final PublishSpec USUAL = new PublishSpec(List.of(), Optional.empty(), Optional.empty());

    public PublishSpec {
        conditions = List.copyOf(conditions);
    }

    /** A figure of an evaluation. */
    public enum Metric {
        /** Share of rows with the right class. */
        ACCURACY("accuracy", true),
        /** The mean of F1 over the classes. */
        F1("f1", true),
        /** Area under the ROC curve. */
        AUC("auc", true),
        /** Mean of −ln p of the true class. */
        LOG_LOSS("log-loss", false),
        /** Root mean square error. */
        RMSE("rmse", false),
        /** Mean absolute error. */
        MAE("mae", false),
        /** R²: the share of the variance that is explained. */
        R2("r2", true);

        private final String label;
        private final boolean higherIsBetter;

        Metric(String label, boolean higherIsBetter) {
            this.label = label;
            this.higherIsBetter = higherIsBetter;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Whether a larger value is a better one. */
        public boolean higherIsBetter() {
            return higherIsBetter;
        }
    }

    /** How a figure is compared with a bound. */
    public enum Comparison {
        /** At least. */
        AT_LEAST(">="),
        /** More than. */
        ABOVE(">"),
        /** At most. */
        AT_MOST("<="),
        /** Less than. */
        BELOW("<");

        private final String label;

        Comparison(String label) {
            this.label = label;
        }

        /** The sign in a configuration. */
        public String label() {
            return label;
        }

        /** Whether the value passes; NaN never does. */
        public boolean holds(double value, double bound) {
            return switch (this) {
                case AT_LEAST -> value >= bound;
                case ABOVE -> value > bound;
                case AT_MOST -> value <= bound;
                case BELOW -> value < bound;
            };
        }
    }

    /** The bound of one figure. */
    public record Condition(Metric metric, Comparison comparison, double bound) {}
}
