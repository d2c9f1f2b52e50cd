package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.dl4j.AtomicFile;
import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.report.CheckJson;
import chalkline.report.CheckText;
import chalkline.report.DerivationDocument;
import chalkline.training.CheckedStep;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.SavedModel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
    private static final int DEFAULT_ROWS = 32;

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
            names = "--precision",
            paramLabel = "float32|float64",
            converter = PrecisionConverter.class,
            description = "Check the network in this precision instead of its own.")
    private Optional<Precision> precision;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the result as JSON; - is standard output.")
    private Optional<String> json;

    @Option(
            names = "--derivation",
            paramLabel = "FILE.md|.tex|.txt",
            description = "Write the derivation by hand, every step with its numbers put in.")
    private Optional<Path> derivation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (rows.isPresent() && rows.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--rows is " + rows.get() + " but must be at least 1");
        }
        derivation.ifPresent(this::derivationFormat);
        Engine engine = new Dl4j();
        boolean zip = subject.toString().endsWith(".zip");
        return zip ? checkModel(engine) : checkConfiguration(engine);
    }

    private int checkConfiguration(Engine engine) {
        Configuration configuration = Configuration.read(subject, directory.path());
        Job job = Job.prepare(configuration);
        Batch batch = data.map(csv -> job.firstBatchOf(directory.resolve(csv))).orElseGet(job::firstBatch);
        Network network = precision.map(job.network()::in).orElse(job.network());
        return check(
                engine,
                network,
                engine.build(network),
                batch.first(rows.orElse(batch.size())),
                configuration.notation().orElse(Notation.XW_PLUS_B));
    }

    private int checkModel(Engine engine) {
        Path csv = directory.resolve(data.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "a model zip is checked on data: give --data CSV")));
        SavedModel saved = SavedModel.load(engine, directory.resolve(subject));
        Network stored = saved.model().network(saved.shownName());
        Network network = precision.map(stored::in).orElse(stored);
        Model model = network.precision() == stored.precision() ? saved.model() : engine.build(network);
        return check(engine, network, model, saved.batch(csv, labels, rows.orElse(DEFAULT_ROWS)), Notation.XW_PLUS_B);
    }

    private int check(Engine engine, Network network, Model model, Batch batch, Notation notation) {
        CheckedStep checked = CheckedStep.of(engine, network, model, batch);
        PrintWriter out = spec.commandLine().getOut();
        boolean toStandardOutput = json.filter("-"::equals).isPresent();
        out.print(toStandardOutput ? CheckJson.of(checked.result(), notation) : CheckText.of(checked, notation));
        out.flush();
        json.filter(file -> !toStandardOutput)
                .ifPresent(file -> write(directory.resolve(Path.of(file)), CheckJson.of(checked.result(), notation)));
        derivation.ifPresent(file ->
                write(directory.resolve(file), DerivationDocument.of(checked, notation, derivationFormat(file))));
        return ExitCode.of(checked.result().verdict());
    }

    private DerivationDocument.Format derivationFormat(Path file) {
        return DerivationDocument.Format.of(file)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--derivation is " + file + " but must end in .md (Markdown), .tex (LaTeX) or .txt (text)"));
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
