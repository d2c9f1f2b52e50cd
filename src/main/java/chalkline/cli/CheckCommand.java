package chalkline.cli;

import chalkline.answers.AnswerSheet;
import chalkline.answers.MarkedSheet;
import chalkline.answers.Marker;
import chalkline.answers.Template;
import chalkline.answers.Variant;
import chalkline.check.KnownDifference;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Precision;
import chalkline.report.AnswersText;
import chalkline.report.CheckJson;
import chalkline.report.CheckPage;
import chalkline.report.CheckText;
import chalkline.report.DerivationDocument;
import chalkline.report.TraceNpz;
import chalkline.training.CheckedStep;
import chalkline.training.CheckedSteps;
import chalkline.training.Engine;
import chalkline.training.Environment;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code check CONFIG|MODEL.zip}: one training step against the derivation by hand, and a person's answers to it. */
@Command(
        name = "check",
        description = {
            "Hold every step of one real fit() against the derivation by hand.",
            "A configuration is checked on the first mini-batch that train would draw, a model on rows of --data."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

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

    @Option(
            names = "--answers",
            paramLabel = "FILE|DIR",
            description = "Mark a person's answers (YAML or NPZ), or those of every file of a folder.")
    private Optional<Path> answers;

    @Option(
            names = "--answers-template",
            paramLabel = "FILE",
            description = "Write an empty sheet for answers, and check nothing.")
    private Optional<Path> template;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "With --answers DIR: write the points here instead of to standard output.")
    private Optional<Path> csv;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the result as JSON; - is standard output.")
    private Optional<String> json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write the result as a page for a browser; with --answers, the marks; of a folder, the class's.")
    private Optional<Path> html;

    @Option(
            names = "--derivation",
            paramLabel = "FILE.md|.tex|.txt",
            description = "Write the derivation by hand, every step with its numbers put in.")
    private Optional<Path> derivation;

    @Option(names = "--npz", paramLabel = "FILE", description = "Write every step's numbers for NumPy.")
    private Optional<Path> npz;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (rows.isPresent() && rows.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--rows is " + rows.get() + " but must be at least 1");
        }
        requireStepsAlone();
        derivation.ifPresent(this::derivationFormat);
        boolean zip = subject.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        if (zip && variant.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--variant is for a configuration; a model has its numbers");
        }
        if (csv.isPresent()
                && answers.map(directory::resolve).filter(Files::isDirectory).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--csv goes with --answers and a folder of sheets");
        }
        Engine engine = new Dl4j();
        requireKnown(engine);
        CheckSubject checking = (zip
                        ? CheckSubject.model(engine, directory.resolve(subject), batch(), labels, rows, precision)
                        : configuration(engine))
                .accepting(known);
        CheckedStep checked = steps.isPresent() ? severalSteps(engine) : checking.check(engine);
        if (template.isPresent()) {
            Path file = directory.resolve(template.get());
            OutputFile.write(
                    file, Template.of(checked.network(), checked.batch(), checked.parameters(), checking.notation()));
            spec.commandLine().getOut().println("Wrote  " + file);
            return ExitCode.DONE;
        }
        Optional<Path> sheets = answers.map(directory::resolve);
        if (sheets.filter(Files::isDirectory).isPresent()) {
            return new ClassMarking(checked, checking.notation(), spec.commandLine())
                    .mark(sheets.get(), csv.map(directory::resolve), html.map(directory::resolve));
        }
        return report(
                checked,
                checking,
                engine,
                sheets.map(file -> Marker.mark(
                        checked.network(),
                        checked.batch(),
                        checked.parameters(),
                        AnswerSheet.read(
                                file,
                                file.toString(),
                                Marker.steps(checked.network(), checked.batch(), checked.parameters()),
                                checking.notation()))));
    }

    private void requireKnown(Engine engine) {
        List<String> ids = engine.knownDifferences().entries().stream()
                .map(KnownDifference::id)
                .toList();
        for (String id : known) {
            Configuration.whyUnknown(id, ids).ifPresent(why -> {
                throw new ParameterException(spec.commandLine(), "--known: " + why);
            });
        }
    }

    private void requireStepsAlone() {
        if (steps.isEmpty()) {
            return;
        }
        if (steps.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--steps is " + steps.get() + " but must be at least 1");
        }
        boolean zip = subject.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        if (zip || data.isPresent() || rows.isPresent() || variant.isPresent() || answers.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--steps follows the training of a configuration: it goes with none of a model zip, --data, --rows,"
                            + " --variant and --answers");
        }
    }

    /** All of them are counted on standard error, so that standard output is one step's, as without the option. */
    private CheckedStep severalSteps(Engine engine) {
        CheckedSteps checked =
                CheckSubject.steps(engine, subject, directory.path(), steps.orElseThrow(), precision, known);
        spec.commandLine().getErr().println(checked.summary());
        spec.commandLine().getErr().flush();
        return checked.shown();
    }

    private Path batch() {
        return directory.resolve(data.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "a model zip is checked on data: give --data CSV")));
    }

    private CheckSubject configuration(Engine engine) {
        if (!labels.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--labels is for a model zip; a configuration names its labels itself");
        }
        CheckSubject configured = CheckSubject.configuration(
                engine, subject, directory.path(), data.map(directory::resolve), rows, precision);
        return variant.map(seed -> configured.with(
                        engine,
                        Variant.of(configured.network(), configured.sample().batch(), seed)))
                .orElse(configured);
    }

    private int report(CheckedStep checked, CheckSubject checking, Engine engine, Optional<MarkedSheet> marked) {
        PrintWriter out = spec.commandLine().getOut();
        String asJson = marked.map(sheet -> CheckJson.of(checked, sheet, checking.notation()))
                .orElseGet(() -> CheckJson.of(checked, checking.notation()));
        String asText = marked.map(sheet -> AnswersText.of(sheet, checked, checking.notation()))
                .orElseGet(() -> CheckText.of(checked, checking.notation()));
        boolean toStandardOutput = json.filter("-"::equals).isPresent();
        json.filter(file -> !toStandardOutput)
                .ifPresent(file -> OutputFile.write(directory.resolve(Path.of(file)), asJson));
        derivation.ifPresent(file -> OutputFile.write(
                directory.resolve(file), DerivationDocument.of(checked, checking.notation(), derivationFormat(file))));
        html.ifPresent(file -> OutputFile.write(
                directory.resolve(file),
                CheckPage.of(
                        checked,
                        marked,
                        checking.notation(),
                        checking.model().inspect().conventions(),
                        Environment.of(engine))));
        npz.ifPresent(file -> TraceNpz.write(directory.resolve(file), checked.trace(), checking.notation()));
        out.print(toStandardOutput ? asJson : asText);
        out.flush();
        boolean wrong = marked.isPresent() && !marked.get().passes();
        return wrong ? ExitCode.DEVIATES : ExitCode.of(checked.result().verdict());
    }

    private DerivationDocument.Format derivationFormat(Path file) {
        return DerivationDocument.Format.of(file)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--derivation is " + file + " but must end in .md (Markdown), .tex (LaTeX) or .txt (text)"));
    }
}
