package chalkline.cli;

import chalkline.answers.Scheme;
import chalkline.answers.Variant;
import chalkline.config.Configuration;
import chalkline.network.Batch;
import chalkline.network.Conventions;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.reference.Rule;
import chalkline.training.Engine;
import chalkline.training.Exercises;
import chalkline.training.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exercises of a configuration: its own steps and those of its variants, each derived once. */
final class ExerciseBook {
    private final Job job;
    private final Engine engine;
    /** The batch of every step, where it is not the one of training. */
    private final Optional<Batch> batch;

    private final Map<Key, Exercise> worked = new HashMap<>();

    private record Key(Optional<Long> variant, int step) {}

    ExerciseBook(Job job, Engine engine, Optional<Batch> batch) {
        this.job = job;
        this.engine = engine;
        this.batch = batch;
    }

    /** The exercise of a step, counted from 1, with the configuration's numbers or those of a variant. */
    Exercise of(Optional<Long> variant, int step) {
        return worked.computeIfAbsent(new Key(variant, step), this::work);
    }

    private Exercise work(Key key) {
        if (key.variant().isEmpty() && batch.isEmpty()) {
            return Exercises.of(engine, job.network(), job::miniBatches, key.step());
        }
        Batch every = batch.orElseGet(job::firstBatch);
        Variant numbers = key.variant()
                .map(seed -> Variant.of(job.network(), every, seed))
                .orElseGet(() -> new Variant(job.network(), every));
        return Exercises.of(engine, numbers.network(), epoch -> List.of(numbers.batch()), key.step());
    }

    /** How matrices are written. */
    Notation notation() {
        return job.configuration().notation().orElse(Notation.XW_PLUS_B);
    }

    /** How the course writes the step. */
    Conventions conventions() {
        return job.configuration().conventions();
    }

    /** The points of an exercise's steps. */
    Scheme scheme(Exercise exercise) {
        Configuration configuration = job.configuration();
        List<Rule> rules = exercise.derivation().rules();
        List<String> names = new ArrayList<>(rules.stream().map(Rule::name).toList());
        names.addAll(rules.stream().map(Scheme::section).distinct().toList());
        configuration.requirePoints(names);
        return Scheme.of(rules, configuration.points());
    }
}
