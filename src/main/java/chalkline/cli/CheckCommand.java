package chalkline.cli;

import chalkline.answers.Variant;
import chalkline.check.KnownDifference;
import chalkline.config.Configuration;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.report.CheckJson;
import chalkline.report.CheckPage;
import chalkline.report.CheckText;
import chalkline.report.TraceNpz;
import chalkline.training.CheckedStep;
import chalkline.training.CheckedSteps;
import chalkline.training.Engine;
import chalkline.training.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check CONFIG|MODEL.zip}: one training step against the derivation by hand. */
@Command(
        name = "check",
        description = {
            "Hold every step of one real fit() against the derivation by hand.",
            "A configuration is checked on the first mini-batch that train would draw, a model on rows of --data."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private EngineOption engines;

    @Mixin
    private MovedOptions moved;

    @Parameters(paramLabel = "CONFIG|MODEL.zip", description = "A YAML configuration or a model zip.")
    private Path subject;

    @Option(names = "--data", paramLabel = "CSV", description = "Take the batch from this file.")
    private Optional<Path> data;

    @Option(
            names = "--labels",
            paramLabel = "NAME",
            split = ",",
            description = "The label columns of --data, for a model zip that carries no column schema.")
    private List<String> labels = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration, as train does. May be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--rows", paramLabel = "N", description = "Take only the first N rows.")
    private Optional<Integer> rows;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Check the first N steps of the training instead of one; ends at one that deviates.")
    private Optional<Integer> steps;

    @Option(
            names = "--precision",
            paramLabel = "float32|float64",
            converter = PrecisionConverter.class,
            description = "Check the network in this precision instead of its own.")
    private Optional<Precision> precision;

    @Option(
            names = "--known",
            paramLabel = "ID",
            split = ",",
            description =
                    "Accept this known defect of the engine: it no longer makes the check deviate. inspect and the "
                            + "check name them.")
    private List<String> known = List.of();

    @Option(
            names = "--variant",
            paramLabel = "SEED",
            description = "Take the same network with other, friendly numbers, drawn from this seed.")
    private Optional<Long> variant;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the result as JSON; - is standard output.")
    private Optional<Path> json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the result as a page for a browser.")
    private Optional<Path> html;

    @Option(names = "--npz", paramLabel = "FILE", description = "Write every step's numbers for NumPy.")
    private Optional<Path> npz;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        moved.refuse(
                subject,
                variant.map(seed -> " --variant " + seed).orElse("")
                        + data.map(file -> " --data " + file).orElse("")
                        + rows.map(count -> " --rows " + count).orElse(""));
        ExerciseOptions.requireCount(spec, "--rows", rows);
        requireStepsAlone();
        boolean zip = isZip();
        if (zip && variant.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--variant is for a configuration; a model has its numbers");
        }
        if (zip && !settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--set is for a configuration; a model is as it was saved");
        }
        if (!zip && !labels.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--labels is for a model zip; a configuration names its labels itself");
        }
        Optional<Configuration> configuration =
                zip ? Optional.empty() : Optional.of(directory.read(subject, settings()));
        Engine engine = configuration.map(EngineOption::of).orElseGet(engines::make);
        requireKnown(engine);
        CheckSubject checking = configuration
                .map(read -> configured(engine, read))
                .orElseGet(
                        () -> CheckSubject.model(engine, directory.resolve(subject), batch(), labels, rows, precision))
                .accepting(known);
        CheckedStep checked =
                steps.isPresent() ? severalSteps(engine, configuration.orElseThrow()) : checking.check(engine);
        return report(checked, checking, engine);
    }

    private List<String> settings() {
        List<String> all = new ArrayList<>(settings);
        all.addAll(engines.settings());
        return all;
    }

    private boolean isZip() {
        return subject.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private void requireKnown(Engine engine) {
        List<String> ids = engine.knownDifferences().entries().stream()
                .map(KnownDifference::id)
                .toList();
        // An engine without any has nothing to accept.
        for (String id : ids.isEmpty() ? List.<String>of() : known) {
            Configuration.whyUnknown(id, ids).ifPresent(why -> {
                throw new ParameterException(spec.commandLine(), "--known: " + why);
            });
        }
    }

    private void requireStepsAlone() {
        if (steps.isEmpty()) {
            return;
        }
        ExerciseOptions.requireCount(spec, "--steps", steps);
        if (isZip() || data.isPresent() || rows.isPresent() || variant.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--steps follows the training of a configuration: it goes with none of a model zip, --data, --rows"
                            + " and --variant");
        }
    }

    /** The summary of all steps goes to standard error; standard output has one step, as without the option. */
    private CheckedStep severalSteps(Engine engine, Configuration configuration) {
        CheckedSteps checked = CheckSubject.steps(engine, configuration, steps.orElseThrow(), precision, known);
        spec.commandLine().getErr().println(checked.summary());
        spec.commandLine().getErr().flush();
        return checked.shown();
    }

    private Path batch() {
        return directory.resolve(data.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "a model zip is checked on data: give --data CSV")));
    }

    private CheckSubject configured(Engine engine, Configuration configuration) {
        CheckSubject configured =
                CheckSubject.configuration(engine, configuration, data.map(directory::resolve), rows, precision);
        return variant.map(seed -> configured.with(
                        engine,
                        Variant.of(configured.network(), configured.sample().batch(), seed)))
                .orElse(configured);
    }

    private int report(CheckedStep checked, CheckSubject checking, Engine engine) {
        Notation notation = checking.notation();
        html.ifPresent(file -> OutputFile.write(
                directory.resolve(file),
                CheckPage.of(checked, notation, checking.model().inspect().conventions(), Environment.of(engine))));
        npz.ifPresent(file -> TraceNpz.write(directory.resolve(file), checked.trace(), notation));
        ResultOutput.write(
                spec.commandLine().getOut(),
                directory,
                json,
                () -> CheckJson.of(checked, notation),
                () -> CheckText.of(checked, notation));
        return ExitCode.of(checked.result().verdict());
    }
}
