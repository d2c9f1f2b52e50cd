package chalkline.cli;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.files.AtomicFile;
import chalkline.training.Cluster;
import chalkline.training.SavedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict MODEL.zip CSV}. */
@Command(name = "predict", description = "Predict every row of a CSV file; the result is CSV on standard output.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private EngineOption engines;

    @Parameters(
            index = "0",
            paramLabel = "MODEL.zip",
            description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "CSV",
            converter = TablePath.class,
            description = "The rows; columns are found by name. - for standard input.")
    private Path csv;

    @Option(
            names = "--labels",
            paramLabel = "NAME",
            split = ",",
            description = "The names of the outputs, for a model zip that carries no column schema.")
    private List<String> labels = List.of();

    @Mixin
    private Separator separator;

    @Option(
            names = "--keep",
            paramLabel = "COLUMN",
            description = "A column that stands in the result as it is, besides those that tell rows apart; or several "
                    + "with commas between. May be repeated.")
    private List<String> keep = List.of();

    @Option(
            names = "--keep-going",
            description = "A row that cannot be predicted stays in the result, with the reason in the column error.")
    private boolean keepGoing;

    @Option(names = "--json", description = "The result is JSON, an object a line.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            converter = TablePath.class,
            description =
                    "Write the result to a file; with --master, a name without an ending is a folder that every machine "
                            + "sees, which gets a file for each file of the table.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private final MasterOption master = new MasterOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (master) {
            Optional<Cluster> cluster = master.cluster();
            Path file = InputFile.of(csv, directory);
            SavedModel saved = separator
                    .of(SavedModel.load(engines.make(), directory.resolve(model)))
                    .withLabels(file, labels, separator.format(), false);
            Predictions.Form form = new Predictions.Form(keep, keepGoing, json);
            sayCounts(file, cluster.isPresent() ? spread(cluster.get(), saved, file, form) : here(saved, file, form));
            return ExitCode.DONE;
        }
    }

    private Predictions.Counts here(SavedModel saved, Path file, Predictions.Form form) {
        Predictions.Counts[] counts = {Predictions.Counts.NONE};
        deliver(to -> {
            Predictions predictions = new Predictions(
                    saved, form, Optional.empty(), true, to, note -> TableNotes.print(note, file, spec));
            saved.readInParts(file, keep, keepGoing, predictions);
            counts[0] = predictions.counts();
        });
        return counts[0];
    }

    private Predictions.Counts spread(Cluster cluster, SavedModel saved, Path file, Predictions.Form form) {
        EngineName engine = engines.name();
        List<Path> files = SpreadPredictions.files(file);
        if (files.isEmpty()) {
            // In the words of one machine.
            return here(saved, file, form);
        }
        boolean folder = isFolder();
        Cluster.TableWork<SpreadPredictions.Told> work = new Cluster.TableWork<>(
                directory.resolve(model),
                () -> Engines.make(engine),
                files,
                SpreadPredictions.of(saved, file, form, folder));
        List<SpreadPredictions.Told> told = new ArrayList<>();
        if (folder) {
            told.addAll(cluster.scatter(master.url(), work, directory.resolve(out.get()), json ? ".jsonl" : ".csv"));
        } else {
            deliver(to -> told.addAll(cluster.gather(master.url(), work, written -> copy(written, to))));
        }
        told.stream()
                .flatMap(each -> each.notes().stream())
                .distinct()
                .forEach(note -> TableNotes.print(note, file, spec));
        return told.stream()
                .map(SpreadPredictions.Told::counts)
                .reduce(Predictions.Counts.NONE, Predictions.Counts::plus);
    }

    /** Whether the result of a cluster is not one file. */
    private boolean isFolder() {
        return out.map(directory::resolve)
                .filter(place -> Files.exists(place) ? Files.isDirectory(place) : !hasEnding(place))
                .isPresent();
    }

    private static boolean hasEnding(Path place) {
        return place.getFileName() != null && place.getFileName().toString().indexOf('.') >= 0;
    }

    /** Writes the result to the file, if there is one, else to standard output. */
    private void deliver(Consumer<Writer> result) {
        if (out.isEmpty()) {
            result.accept(spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return;
        }
        AtomicFile.deliver(directory.resolve(out.get()), bytes -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            result.accept(text);
            text.flush();
        });
    }

    private static void copy(InputStream written, Writer to) {
        try {
            new InputStreamReader(written, StandardCharsets.UTF_8).transferTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException("the predictions cannot be handed on: " + e.getMessage(), e);
        }
    }

    private void sayCounts(Path file, Predictions.Counts counts) {
        if (counts.unseen() > 0) {
            TableNotes.print(
                    counts.unseen() + " of " + counts.rows()
                            + " rows have a category that no training row had; the column unseen says which",
                    file,
                    spec);
        }
        if (counts.unusable() > 0) {
            TableNotes.print(
                    counts.unusable() + " of " + counts.rows() + " rows cannot be predicted; the column error says why",
                    file,
                    spec);
        }
    }
}
