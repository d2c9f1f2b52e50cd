package chalkline.report;

import chalkline.config.Configuration;
import chalkline.data.Npz;
import chalkline.data.NpzArray;
import chalkline.files.FileFailure;
import chalkline.files.JsonValue;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import chalkline.reference.Rule;
import chalkline.training.CheckTally;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run as a page for a browser, from the files that it left; what is not there is left out. */
public final class RunPage {
    private static final String RESOLVED = "config.resolved.yaml";
    private static final String TRACE = "trace.npz";

    private final Path run;
    private final Path directory;

    private RunPage(Path run, Path directory) {
        this.run = run;
        this.directory = directory;
    }

    /**
     * The page.
     *
     * @param run the run directory
     * @param directory what the relative paths of the run's configuration are taken from
     * @throws InvalidInputException where it is no run directory, or a file of it is not as a run leaves it
     */
    public static String of(Path run, Path directory) {
        if (!Files.isDirectory(run)) {
            throw new InvalidInputException(run + ": there is no such run directory");
        }
        return new RunPage(run, directory).write();
    }

    private String write() {
        Optional<JsonValue> checkFile = json("check.json");
        if (checkFile.isEmpty()) {
            throw new InvalidInputException(
                    run + ": is no run directory, or the run ended before its first step was checked: there is no"
                            + " check.json");
        }
        CheckView view = CheckView.read(checkFile.get());
        CheckSections check = sections(view);
        Metrics metrics = Metrics.read(run.resolve("metrics.jsonl"));
        Optional<JsonValue> evaluation = json("evaluation.json");
        Map<String, String> environment = environment();
        List<Html> head = new ArrayList<>();
        head.add(Html.of(
                        "p",
                        "Training run"
                                + Optional.ofNullable(environment.get("started"))
                                        .map(started -> ", "
                                                + started.replaceFirst("\\..*", "")
                                                        .replace('T', ' '))
                                        .orElse(""))
                .in("kind"));
        head.add(Html.of("h1", view.name()));
        head.add(outcome(metrics, evaluation));
        head.add(check.banner());
        head.add(Html.of("p", check.subject()).in("note"));
        CheckTally later = CheckTally.of(run);
        if (later.checked() > 0) {
            head.add(Html.of("p", "Checked while training: " + later.summary() + ".")
                    .in("note"));
        }
        Page page = new Page(view.name() + ": training run", Html.of("header", head));
        evaluation.ifPresent(json -> page.section("evaluation", "Evaluation", EvaluationSections.of(json)));
        page.section("curves", "Training", CurveSections.of(metrics));
        CheckPage.add(page, check);
        page.section("conventions", "Conventions", check.conventions(List.of()));
        page.section("configuration", "Configuration", configuration());
        page.section("environment", "Environment", EnvironmentSection.of(environment));
        return page.write();
    }

    private static Html outcome(Metrics metrics, Optional<JsonValue> evaluation) {
        if (evaluation.isPresent()) {
            return CheckSections.banner(
                    Sign.GOOD, "TRAINED", trained(metrics) + EvaluationSections.headline(evaluation.get()));
        }
        double[] losses = metrics.column(Metrics.LOSS);
        boolean diverged = losses.length > 0 && !Double.isFinite(losses[losses.length - 1]);
        return diverged
                ? CheckSections.banner(Sign.BAD, "DIVERGED", trained(metrics) + "The loss is no finite number.")
                : CheckSections.banner(
                        Sign.UNSURE, "NO MODEL", trained(metrics) + "The run did not come to an evaluation.");
    }

    private static String trained(Metrics metrics) {
        double[] losses = metrics.column(Metrics.LOSS);
        if (losses.length == 0) {
            return "No epoch was ended. ";
        }
        return (metrics.epochs() == 1 ? "1 epoch" : metrics.epochs() + " epochs")
                + ", mean training loss of an epoch " + Numbers.text(losses[0], 4) + " → "
                + Numbers.text(losses[losses.length - 1], 4) + ". ";
    }

    private Optional<String> text(String file) {
        Path path = run.resolve(file);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            throw FileFailure.of(path, "cannot be read", e);
        }
    }

    private Optional<JsonValue> json(String file) {
        return text(file).map(text -> JsonValue.parse(run.resolve(file).toString(), text));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        json("environment.json")
                .ifPresent(json -> json.entries()
                        .forEach((key, value) -> environment.put(
                                key,
                                value.element().isJsonPrimitive()
                                        ? value.element().getAsString()
                                        : value.element().toString())));
        return environment;
    }

    private List<Html> configuration() {
        return text(RESOLVED)
                .map(text -> List.<Html>of(Html.of(
                        "details",
                        Html.of("summary", RESOLVED + ", with every default"),
                        Html.scrolling(
                                RESOLVED,
                                Html.of("pre", text.lines().map(RunPage::line).toList())))))
                .orElse(List.of());
    }

    private static Html line(String line) {
        return Html.of("div", line.isEmpty() ? " " : line);
    }

    /** With formulas where the configuration can still be read, and with their numbers where these were kept. */
    private CheckSections sections(CheckView view) {
        Optional<Network> network = network(view);
        if (network.isEmpty()) {
            return new CheckSections(view, List.of(), Optional.empty());
        }
        Optional<WrittenDerivation> derivation =
                Files.exists(run.resolve(TRACE)) ? derivation(view, network.get()) : Optional.empty();
        List<Rule> rules = derivation
                .map(WrittenDerivation::rules)
                .orElseGet(() -> Derivation.of(network.get()).rules());
        return new CheckSections(view, rules, derivation);
    }

    /** None where its configuration asks for data that is gone or weights from it, or has its network from a file. */
    private Optional<Network> network(CheckView view) {
        if (!Files.exists(run.resolve(RESOLVED))
                || view.features().isEmpty()
                || view.labels().isEmpty()) {
            return Optional.empty();
        }
        try {
            Configuration configuration =
                    Configuration.read(run.resolve(RESOLVED).toAbsolutePath(), directory);
            return configuration.data().classWeights().isPresent()
                            || configuration.network().from().isPresent()
                    ? Optional.empty()
                    : Optional.of(configuration.toNetwork(
                            view.features().size(), view.labels().size()));
        } catch (InvalidInputException gone) {
            return Optional.empty();
        }
    }

    /**
     * From the numbers that the run recorded, each taken for the shortest decimal that is read as it; none where they are
     * not finite.
     */
    private Optional<WrittenDerivation> derivation(CheckView view, Network network) {
        Path file = run.resolve(TRACE);
        Map<String, NpzArray> arrays = Npz.read(file, file.toString());
        List<Step> steps = new ArrayList<>();
        arrays.forEach((name, array) -> StepId.parse(name)
                .ifPresent(id -> steps.add(new Step(
                        id, Step.Source.RECORDED, Optional.of(view.notation().convert(array.matrix()))))));
        Trace trace = new Trace(view.precision(), Math.max(1, view.examples()), steps);
        try {
            if (!isFinite(trace.value(StepId.X)) || !isFinite(trace.value(StepId.Y))) {
                return Optional.empty();
            }
            Batch batch = new Batch(
                    decimals(trace.value(StepId.X), view.precision()),
                    decimals(trace.value(StepId.Y), view.precision()),
                    view.features(),
                    view.labels());
            return Optional.of(
                    WrittenDerivation.of(new Exercise(network, batch, network.parameters(trace)), view.notation()));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + ": is not the trace of this run: " + e.getMessage(), e);
        }
    }

    private static boolean isFinite(Matrix matrix) {
        return Arrays.stream(matrix.values()).allMatch(Double::isFinite);
    }

    private static Matrix decimals(Matrix matrix, Precision precision) {
        return switch (precision) {
            case FLOAT64 -> matrix.asWritten();
            case FLOAT32 -> {
                BigDecimal[] decimals = new BigDecimal[matrix.size()];
                for (int k = 0; k < decimals.length; k++) {
                    decimals[k] = new BigDecimal(Float.toString((float) matrix.get(k)));
                }
                yield Matrix.ofDecimals(matrix.rows(), matrix.columns(), decimals);
            }
        };
    }
}
