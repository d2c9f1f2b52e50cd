package chalkline.cli;

import chalkline.answers.Variant;
import chalkline.config.Configuration;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.training.CheckedStep;
import chalkline.training.CheckedSteps;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.Sample;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code check} is asked to check.
 *
 * @param network as it was asked for
 * @param model of that network
 * @param sample the rows
 * @param notation of the person
 */
record CheckSubject(Network network, Model model, Sample sample, Notation notation) {
    private static final int ROWS_OF_A_FILE = 32;

    static CheckSubject configuration(
            Engine engine,
            Path file,
            Path directory,
            Optional<Path> data,
            Optional<Integer> rows,
            Optional<Precision> precision) {
        Configuration configuration = Configuration.read(file, directory);
        Job job = Job.prepare(configuration, () -> engine);
        Sample sample = data.map(job::sampleOf).orElseGet(job::sample);
        Network network = precision.map(job.network()::in).orElse(job.network());
        return new CheckSubject(
                network,
                engine.build(network),
                sample.first(rows.orElse(sample.batch().size())),
                configuration.notation().orElse(Notation.XW_PLUS_B));
    }

    static CheckSubject model(
            Engine engine,
            Path file,
            Path data,
            List<String> labels,
            Optional<Integer> rows,
            Optional<Precision> precision) {
        SavedModel saved = SavedModel.load(engine, file);
        Network stored = saved.model().network(saved.shownName());
        Network network = precision.map(stored::in).orElse(stored);
        Model model = saved.model();
        if (network.precision() != stored.precision()) {
            model = engine.build(network);
            model.restore(saved.model().state());
        }
        return new CheckSubject(
                network, model, saved.sample(data, labels, rows.orElse(ROWS_OF_A_FILE)), Notation.XW_PLUS_B);
    }

    /** The first steps that training would take, each checked. */
    static CheckedSteps steps(Engine engine, Path file, Path directory, int steps, Optional<Precision> precision) {
        Job job = Job.prepare(Configuration.read(file, directory), () -> engine);
        Network network = precision.map(job.network()::in).orElse(job.network());
        return CheckedSteps.of(engine, job, network, engine.build(network), steps);
    }

    CheckSubject with(Engine engine, Variant variant) {
        return new CheckSubject(
                variant.network(),
                engine.build(variant.network()),
                Sample.of(variant.network(), variant.batch()),
                notation);
    }

    CheckedStep check(Engine engine) {
        return CheckedStep.of(engine, network, model, sample);
    }
}
