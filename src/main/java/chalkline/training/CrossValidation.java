package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.config.EvaluationSpec;
import chalkline.data.DataSplit;
import chalkline.data.Folds;
import chalkline.network.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How good networks of a configuration are on rows that they were not trained on, each row being one of those once: for every
 * fold the rows are prepared anew, and a network and a linear model are trained on the others.
 *
 * @param kind how the folds are made: "stratified", "random", "by group", "in time order"
 * @param network of each fold that did not diverge, on its test rows
 * @param linear the same of the linear models; none where there are none
 * @param diverged how many folds diverged
 */
public record CrossValidation(String kind, List<ModelEvaluation> network, List<ModelEvaluation> linear, int diverged) {
    public CrossValidation {
        network = List.copyOf(network);
        linear = List.copyOf(linear);
    }

    /** A figure over the folds. */
    public record Spread(double mean, double deviation) {}

    /** The mean of a figure and its standard deviation (n − 1); empty where a fold does not have it. */
    public static Optional<Spread> spread(List<ModelEvaluation> folds, String metric) {
        boolean has = folds.size() > 1
                && folds.stream().allMatch(each -> each.metrics().containsKey(metric));
        if (!has) {
            return Optional.empty();
        }
        double mean = folds.stream()
                .mapToDouble(each -> each.metrics().get(metric))
                .average()
                .orElseThrow();
        double square = folds.stream()
                .mapToDouble(each -> Math.pow(each.metrics().get(metric) - mean, 2))
                .sum();
        return Optional.of(new Spread(mean, Math.sqrt(square / (folds.size() - 1))));
    }

    /**
     * What the job asks for in {@code evaluate}; empty where it asks for nothing, or somebody interrupts it.
     *
     * @throws InvalidInputException where the folds cannot be made
     */
    static Optional<CrossValidation> of(Job job, Engine engine, BooleanSupplier interrupted) {
        Optional<EvaluationSpec> spec = job.configuration().evaluate();
        if (spec.isEmpty() || job.isTrial()) {
            return Optional.empty();
        }
        List<ModelEvaluation> networks = new ArrayList<>();
        List<ModelEvaluation> linear = new ArrayList<>();
        int diverged = 0;
        for (DataSplit split : splits(job, spec.get())) {
            Job fold = job.fold(split);
            Model model = engine.build(fold.network());
            Trainer trainer = Trainer.unrecorded(fold, engine, model, interrupted);
            StopReason stop = trainer.train().stop();
            if (interrupted.getAsBoolean()) {
                return Optional.empty();
            }
            if (stop == StopReason.DIVERGED) {
                diverged++;
                continue;
            }
            trainer.takeBest();
            Judgement judgement = Judgement.of(
                    fold.preprocessing(), model, LinearModel.fit(fold), fold.table(), "test", split.test());
            networks.add(judgement.evaluation());
            judgement.linear().ifPresent(beside -> linear.add(beside.evaluation()));
        }
        return Optional.of(new CrossValidation(kind(job, spec.get()), networks, linear, diverged));
    }

    /** Makes sure, before anything is trained, that the folds that are asked for can be made. */
    static void require(Job job) {
        job.configuration().evaluate().ifPresent(spec -> splits(job, spec));
    }

    private static String kind(Job job, EvaluationSpec spec) {
        if (spec.group().isPresent()) {
            return "by " + spec.group().get();
        }
        if (spec.time().isPresent()) {
            return "in time order by " + spec.time().get();
        }
        if (job.configuration().data().split().inFileOrder()) {
            return "in the order of the file";
        }
        return job.table().hasClasses() ? "stratified" : "random";
    }

    private static List<DataSplit> splits(Job job, EvaluationSpec spec) {
        Configuration configuration = job.configuration();
        double watched = configuration.data().split().validation();
        int rows = job.trainingRows();
        RowColumns columns = new RowColumns(
                configuration, job.table().schema(), job.preprocessing().format());
        try {
            List<DataSplit> splits;
            if (spec.group().isPresent()) {
                List<String> groups =
                        columns.groups("evaluate.group", spec.group().get());
                splits = Folds.grouped(groups.subList(0, rows), spec.folds(), watched, configuration.seed());
            } else if (spec.time().isPresent() || configuration.data().split().inFileOrder()) {
                int feature = spec.time()
                        .map(name -> columns.time("evaluate.time", name))
                        .orElse(-1);
                splits = Folds.inTime(job.table(), feature, rows, spec.folds(), watched);
            } else {
                splits = Folds.drawn(job.table(), rows, spec.folds(), watched, configuration.seed());
            }
            return splits.stream().map(split -> watching(job, split)).toList();
        } catch (InvalidInputException e) {
            throw e.problems().get(0).contains(": evaluate")
                    ? e
                    : configuration.problem("evaluate.folds", e.problems().get(0));
        }
    }

    /** Where a file of its own is watched, it is watched in every fold. */
    private static DataSplit watching(Job job, DataSplit split) {
        boolean ownFile = job.configuration().data().train() instanceof DataSpec.Csv csv
                && csv.validation().isPresent();
        return ownFile ? new DataSplit(split.train(), job.split().validation(), split.test()) : split;
    }
}
