package chalkline.training;

import chalkline.config.PublishSpec;
import chalkline.config.PublishSpec.Condition;
import chalkline.config.PublishSpec.Metric;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Decides whether a trained model replaces the published one. */
public final class Publication {
    private static final Set<Metric> OF_CLASSES = EnumSet.of(Metric.ACCURACY, Metric.F1, Metric.AUC, Metric.LOG_LOSS);
    private static final Set<Metric> OF_NUMBERS = EnumSet.of(Metric.RMSE, Metric.MAE, Metric.R2);
    /** Metrics that a single output between 0 and 1 has too. */
    private static final Set<Metric> OF_ZERO_ONE = EnumSet.of(Metric.ACCURACY, Metric.AUC);

    private final Job job;
    private final PublishSpec spec;
    private final Metric usual;
    private final Optional<Comparison> other;

    /**
     * The published model on the same rows.
     *
     * @param rows that both models can read
     * @param evaluation of the model before on these rows; empty where there are none
     * @param note what it cannot read; empty where it reads everything
     */
    private record Comparison(int[] rows, Optional<ModelEvaluation> evaluation, Optional<String> note) {}

    private Publication(Job job, PublishSpec spec, Metric usual, Optional<Comparison> other) {
        this.job = job;
        this.spec = spec;
        this.usual = usual;
        this.other = other;
    }

    /**
     * Before training: checks that the metrics exist, and evaluates the model to compare with.
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
        requireOwnPrevious(job, engine);
        // On a first run there is no model to compare with.
        Optional<Comparison> other =
                spec.notWorseThan().filter(Files::exists).map(file -> compare(job, SavedModel.load(engine, file)));
        return new Publication(job, spec, classes ? Metric.ACCURACY : Metric.RMSE, other);
    }

    /** A model that another configuration published under the previous model's name must not be overwritten. */
    private static void requireOwnPrevious(Job job, Engine engine) {
        Path previous = job.previousModel();
        if (!Files.isRegularFile(previous)) {
            return;
        }
        boolean publishedThere;
        try {
            publishedThere = SavedModel.load(engine, previous)
                    .record()
                    .filter(record -> record.wasPublishedAs(previous.getFileName()))
                    .isPresent();
        } catch (InvalidInputException e) {
            // Not a model.
            return;
        }
        if (publishedThere) {
            throw job.configuration()
                    .problem(
                            "model",
                            "the model that it replaces would go to " + previous
                                    + ", which is the model of another configuration: choose another name");
        }
    }

    private static Comparison compare(Job job, SavedModel before) {
        requireSameTask(job.table().schema(), before);
        int[] judged = job.judgedRows();
        Table table;
        try {
            table = job.tableFor(before);
        } catch (InvalidInputException e) {
            return new Comparison(
                    new int[0],
                    Optional.empty(),
                    Optional.of(before.shownName() + " cannot read today's data ("
                            + e.problems().get(0) + "), so nothing was compared"));
        }
        int[] rows = Arrays.stream(judged)
                .filter(row -> table.unusable(row).isEmpty())
                .toArray();
        Optional<String> first = Arrays.stream(judged)
                .boxed()
                .flatMap(row -> table.unusable(row).stream())
                .findFirst();
        return new Comparison(
                rows,
                rows.length == 0 ? Optional.empty() : Optional.of(before.evaluate(table, rows)),
                first.map(why -> before.shownName() + " cannot read " + (judged.length - rows.length) + " of "
                        + judged.length + " rows (" + why + "), so the models were compared on the other "
                        + rows.length));
    }

    private static void requireSameTask(Schema own, SavedModel before) {
        Schema theirs = before.preprocessing()
                .orElseThrow(() -> new InvalidInputException(
                        before.shownName() + ": carries no column schema, so the two models cannot be compared"))
                .schema();
        if (!theirs.labels().equals(own.labels())
                || theirs.classes().isEmpty() != own.classes().isEmpty()) {
            throw new InvalidInputException(before.shownName() + ": predicts " + task(theirs) + ", not " + task(own)
                    + ": the two models cannot be compared");
        }
    }

    private static String task(Schema schema) {
        return (schema.classes().isEmpty() ? "the number " : "the class ") + String.join(", ", schema.labels());
    }

    /** Notes on the comparison. */
    List<String> notes() {
        return other.flatMap(Comparison::note).stream().toList();
    }

    /**
     * The reasons why the model is not published, a clause each; empty if it is published.
     *
     * @param evaluation of the model on {@link Job#judgedRows}
     */
    List<String> refusals(Model model, ModelEvaluation evaluation) {
        List<String> refusals = new ArrayList<>();
        for (Condition condition : spec.conditions()) {
            OptionalDouble value = value(evaluation, condition.metric());
            if (value.isEmpty() || !condition.comparison().holds(value.getAsDouble(), condition.bound())) {
                refusals.add(shown(condition.metric(), value) + " is not "
                        + condition.comparison().label() + " " + condition.bound());
            }
        }
        if (spec.betterThanBaseline().orElse(job.split().test().length > 0)) {
            notBetterThanBaseline(evaluation).ifPresent(refusals::add);
        }
        other.filter(comparison -> comparison.evaluation().isPresent()).ifPresent(comparison -> {
            ModelEvaluation before = comparison.evaluation().orElseThrow();
            ModelEvaluation now =
                    comparison.rows().length == evaluation.rows() ? evaluation : job.evaluate(model, comparison.rows());
            compared().forEach(metric -> {
                OptionalDouble value = value(now, metric);
                OptionalDouble theirs = value(before, metric);
                if (!isAsGood(metric, value, theirs)) {
                    refusals.add(shown(metric, value) + " is worse than " + shown(theirs) + " of "
                            + spec.notWorseThan().map(Path::toString).orElseThrow());
                }
            });
        });
        return refusals;
    }

    /** A baseline without error cannot be beaten. */
    private static Optional<String> notBetterThanBaseline(ModelEvaluation evaluation) {
        boolean classes = evaluation instanceof ClassEvaluation;
        double own = value(evaluation, classes ? Metric.LOG_LOSS : Metric.RMSE).orElseThrow();
        double baseline = evaluation instanceof ClassEvaluation judged
                ? judged.baselineLogLoss()
                : ((RegressionEvaluation) evaluation).baselineRmse();
        return baseline == 0 || own < baseline
                ? Optional.empty()
                : Optional.of(shown(classes ? Metric.LOG_LOSS : Metric.RMSE, OptionalDouble.of(own))
                        + " is no better than " + baseline + ", that of "
                        + (classes ? "always giving each class its share of the rows" : "always saying the mean")
                        + " (publish-if: { better-than-baseline: false } publishes it all the same)");
    }

    private List<Metric> compared() {
        List<Metric> named = spec.conditions().stream().map(Condition::metric).toList();
        return named.isEmpty() ? List.of(usual) : named;
    }

    /** False if the new model's metric is NaN; else true if the old one's is. */
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
