package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.network.InvalidInputException;
import chalkline.network.Refusal;
import chalkline.training.Engine;
import chalkline.training.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A configuration as far as it can be read. What it is refused for is mended, so that the rest is seen as well.
 *
 * @param findings what it was refused for
 * @param job once that is mended; empty where more is wrong with it
 */
record Admission(List<Diagnosis> findings, Optional<Job> job) {

    /** @throws InvalidInputException where it cannot be read for reasons that have nothing to do with learning */
    static Admission of(Path file, Path directory, Function<Configuration, Engine> engine) {
        List<Diagnosis> findings = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        while (true) {
            Optional<Configuration> configuration = Optional.empty();
            try {
                Configuration read = Configuration.read(file, directory, settings);
                configuration = Optional.of(read);
                return new Admission(findings, Optional.of(Job.prepare(read, () -> engine.apply(read))));
            } catch (InvalidInputException e) {
                List<String> mend = new ArrayList<>();
                for (Refusal refusal : e.refusals()) {
                    List<String> remedy = remedy(refusal, configuration);
                    // What only mending has brought about is not what the person wrote.
                    if (settings.stream().noneMatch(set -> set.startsWith(refusal.place() + "="))) {
                        findings.add(diagnosis(refusal, remedy));
                    }
                    mend.addAll(remedy);
                }
                boolean mended = e.refusals().size() == e.problems().size() && Collections.disjoint(settings, mend);
                if (!mended && findings.isEmpty()) {
                    throw e;
                }
                if (!mended) {
                    return new Admission(findings, Optional.empty());
                }
                settings.addAll(mend);
            }
        }
    }

    /** More outputs than labels, of which there is one column: its numbers are names of classes. */
    private static Optional<String> classes(Refusal refusal, Optional<Configuration> configuration) {
        boolean one = refusal.kind() == Refusal.Kind.OUTPUT_WIDTH
                && refusal.mend().get(0).endsWith("=1");
        return configuration
                .map(Configuration::data)
                .map(DataSpec::train)
                .filter(train ->
                        one && train instanceof DataSpec.Csv csv && csv.labels().size() == 1)
                .map(train -> ((DataSpec.Csv) train).labels().get(0));
    }

    private static List<String> remedy(Refusal refusal, Optional<Configuration> configuration) {
        return classes(refusal, configuration)
                .map(label -> List.of("data.columns." + label + "=categorical"))
                .orElse(refusal.mend());
    }

    private static Diagnosis diagnosis(Refusal refusal, List<String> remedy) {
        Diagnosis.Code code = switch (refusal.kind()) {
            case ONE_OUTPUT_SOFTMAX -> Diagnosis.Code.ONE_UNIT_SOFTMAX;
            case LOSS_NEEDS_OTHER_ACTIVATION -> Diagnosis.Code.WRONG_OUTPUT_ACTIVATION;
            case OUTPUT_WIDTH -> Diagnosis.Code.LABELS_NOT_ONE_HOT;
        };
        return new Diagnosis(
                code, refusal.place(), refusal.sentence(), "the configuration is refused for it", Keys.lines(remedy));
    }
}
