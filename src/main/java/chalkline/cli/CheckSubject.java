package chalkline.cli;

import chalkline.answers.Variant;
import chalkline.check.Finding;
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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code check} is asked to check.
 *
 * @param network the network as configured
 * @param model of that network
 * @param sample the rows
 * @param notation of the person
 * @param findings known before any step is checked
 * @param known ids of the engine's known differences that are accepted
 */
record CheckSubject(
        Network network, Model model, Sample sample, Notation notation, List<Finding> findings, Set<String> known) {
    private static final int ROWS_OF_A_FILE = 32;

    static CheckSubject configuration(
            Engine engine,
            Configuration configuration,
            Optional<Path> data,
            Optional<Integer> rows,
            Optional<Precision> precision) {
        Job job = Job.prepare(configuration, () -> engine);
        Sample sample = data.map(job::sampleOf).orElseGet(job::sample);
        Network network = precision.map(job.network()::in).orElse(job.network());
        return new CheckSubject(
                network,
                engine.build(network),
                sample.first(rows.orElse(sample.batch().size())),
                configuration.notation().orElse(Notation.XW_PLUS_B),
                List.of(),
                Set.copyOf(configuration.known()));
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
                network,
                model,
                saved.sample(data, labels, rows.orElse(ROWS_OF_A_FILE)),
                Notation.XW_PLUS_B,
                saved.findingsOfACheck(),
                Set.of());
    }

    /** The first steps that training would take, each checked. */
    static CheckedSteps steps(
            Engine engine,
            Configuration configuration,
            int steps,
            Optional<Precision> precision,
            Collection<String> known) {
        Job job = Job.prepare(configuration, () -> engine);
        Network network = precision.map(job.network()::in).orElse(job.network());
        return CheckedSteps.of(engine, job, network, engine.build(network), steps, known);
    }

    CheckSubject with(Engine engine, Variant variant) {
        return new CheckSubject(
                variant.network(),
                engine.build(variant.network()),
                Sample.of(variant.network(), variant.batch()),
                notation,
                findings,
                known);
    }

    /** The same with further accepted ids. */
    CheckSubject accepting(Collection<String> more) {
        Set<String> all = new HashSet<>(known);
        all.addAll(more);
        return new CheckSubject(network, model, sample, notation, findings, all);
    }

    CheckedStep check(Engine engine) {
        return CheckedStep.of(engine, network, model, sample, known).with(findings);
    }
}
