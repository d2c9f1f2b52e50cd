package chalkline.training;

import chalkline.config.PublishSpec;
import chalkline.config.PublishSpec.Condition;
import chalkline.config.PublishSpec.Metric;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a trained model must reach to take the place of the one before. */
public final class Publication {
    private static final Set<Metric> OF_CLASSES = EnumSet.of(Metric.ACCURACY, Metric.F1, Metric.AUC, Metric.LOG_LOSS);
    private static final Set<Metric> OF_NUMBERS = EnumSet.of(Metric.RMSE, Metric.MAE, Metric.R2);
    /** A single output between 0 and 1 has these too. */
    private static final Set<Metric> OF_ZERO_ONE = EnumSet.of(Metric.ACCURACY, Metric.AUC);

    private final PublishSpec spec;
    private final Metric usual;
    private final Optional<ModelEvaluation> other;

    private Publication(PublishSpec spec, Metric usual, Optional<ModelEvaluation> other) {
        this.spec = spec;
        this.usual = usual;
        this.other = other;
    }

    /**
     * Before training: whether the figures exist, and how the model to compare with does on the same rows.
     *
     * @throws InvalidInputException where the figures or that model do not fit the data
     */
    public static Publication prepare(Job job, Engine engine) {
        PublishSpec spec = job.configuration().publish();
        boolean classes = !job.table().schema().classes().isEmpty();
        Set<Metric> known = EnumSet.copyOf(classes ? OF_CLASSES : OF_NUMBERS);
        if (!classes && job.table().schema().outputs() == 1) {
            known.addAll(OF_ZERO_ONE);
        }
        for (Condition condition : spec.conditions()) {
            if (!known.contains(condition.metric())) {
                throw job.configuration()
                        .problem(
                                "publish-if." + condition.metric().label(),
                                "there is no such figure of a model that predicts " + (classes ? "classes" : "numbers")
                                        + "; there are "
                                        + String.join(
                                                ", ",
                                                known.stream()
                                                        .map(Metric::label)
                                                        .toList()));
            }
        }
        // A first run's model has none to compare with; any other file was there when the configuration was read.
        Optional<ModelEvaluation> other =
                spec.notWorseThan().filter(Files::exists).map(file -> evaluate(job, SavedModel.load(engine, file)));
        return new Publication(spec, classes ? Metric.ACCURACY : Metric.RMSE, other);
    }

    private static ModelEvaluation evaluate(Job job, SavedModel saved) {
        Table table = job.tableFor(saved);
        int[] rows = job.judgedRows();
        if (table.rows() != job.table().rows()) {
            throw new InvalidInputException(saved.shownName() + ": takes " + table.rows() + " rows of the data, but "
                    + job.table().rows() + " are used here: the two models cannot be compared");
        }
        return saved.evaluate(table, rows);
    }

    /** Why the model is not published, a clause each; none where it is. */
    List<String> refusals(ModelEvaluation evaluation) {
        List<String> refusals = new ArrayList<>();
        for (Condition condition : spec.conditions()) {
            OptionalDouble value = value(evaluation, condition.metric());
            if (value.isEmpty() || !condition.comparison().holds(value.getAsDouble(), condition.bound())) {
                refusals.add(shown(condition.metric(), value) + " is not "
                        + condition.comparison().label() + " " + condition.bound());
            }
        }
        other.ifPresent(before -> compared().forEach(metric -> {
            OptionalDouble value = value(evaluation, metric);
            OptionalDouble theirs = value(before, metric);
            if (!isAsGood(metric, value, theirs)) {
                refusals.add(shown(metric, value) + " is worse than " + shown(theirs) + " of "
                        + spec.notWorseThan().map(Path::toString).orElseThrow());
            }
        }));
        return refusals;
    }

    private List<Metric> compared() {
        List<Metric> named = spec.conditions().stream().map(Condition::metric).toList();
        return named.isEmpty() ? List.of(usual) : named;
    }

    /** Never where the new model's figure is NaN; always where the old one's is. */
    private static boolean isAsGood(Metric metric, OptionalDouble value, OptionalDouble theirs) {
        if (theirs.isEmpty() || Double.isNaN(theirs.getAsDouble())) {
            return true;
        }
        double sign = metric.higherIsBetter() ? 1 : -1;
        return value.isPresent() && sign * value.getAsDouble() >= sign * theirs.getAsDouble();
    }

    private static String shown(Metric metric, OptionalDouble value) {
        return metric.label() + " " + shown(value);
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "(undefined on these rows)";
    }

    private static OptionalDouble value(ModelEvaluation evaluation, Metric metric) {
        if (evaluation instanceof ClassEvaluation classes) {
            return switch (metric) {
                case ACCURACY -> OptionalDouble.of(classes.accuracy());
                case F1 -> OptionalDouble.of(classes.macroF1());
                case AUC -> classes.auc();
                case LOG_LOSS -> OptionalDouble.of(classes.logLoss());
                case RMSE, MAE, R2 -> OptionalDouble.empty();
            };
        }
        RegressionEvaluation numbers = (RegressionEvaluation) evaluation;
        return switch (metric) {
            case RMSE -> OptionalDouble.of(numbers.rmse());
            case MAE -> OptionalDouble.of(numbers.mae());
            case R2 -> numbers.r2();
            case ACCURACY ->
                numbers.zeroOne()
                        .map(zeroOne -> OptionalDouble.of(zeroOne.accuracy()))
                        .orElse(OptionalDouble.empty());
            case AUC -> numbers.zeroOne().map(RegressionEvaluation.ZeroOne::auc).orElse(OptionalDouble.empty());
            case F1, LOG_LOSS -> OptionalDouble.empty();
        };
    }
}
