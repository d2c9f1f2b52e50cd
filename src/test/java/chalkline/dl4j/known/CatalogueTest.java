package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.KnownDifference;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.dl4j.Dl4j;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A known difference explains the numbers that it gives, and no others. */
@Timeout(300)
@ExtendWith(Seeds.class)
class CatalogueTest {
    private static final Catalogue CATALOGUE = new Catalogue();

    @Test
    void everyEntryHasItsOwnIdAndAllItsTexts() {
        assertThat(CATALOGUE.entries()).extracting(KnownDifference::id).doesNotHaveDuplicates();
        assertThat(CATALOGUE.entries()).allSatisfy(entry -> {
            assertThat(entry.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(entry.textbook()).isNotBlank();
            assertThat(entry.framework()).isNotBlank();
            assertThat(entry.consequence()).endsWith(".");
        });
    }

    /** What deviates and is explained is not explained any more where its largest number is off by a millionth. */
    @Test
    void anyOtherNumberIsUnexplained() {
        Set<String> met = new TreeSet<>();
        for (long seed : Seeds.upTo(80)) {
            if (seed % 20 == 19) {
                continue;
            }
            RandomNetworks.Case random =
                    RandomNetworks.everything(seed, Precision.FLOAT64).trainable();
            Trace trace =
                    new Dl4j().build(random.network()).record(random.batch()).trace();
            for (StepResult step : check(random, trace).steps()) {
                if (step.known().isEmpty()) {
                    assertThat(step.verdict().contradicts())
                            .as("network %d, %s", seed, step.name())
                            .isFalse();
                    continue;
                }
                if (step.verdict() == StepVerdict.UNDECIDED) {
                    continue;
                }
                int largest = largest(trace.value(step.id()));
                if (Math.abs(trace.value(step.id()).get(largest)) > 1e-9) {
                    StepResult other = check(random, changed(trace, step.name(), largest))
                            .step(step.name())
                            .orElseThrow();
                    assertThat(other.known())
                            .as("network %d, %s, %s", seed, step.name(), step.known())
                            .isEmpty();
                    step.known().forEach(known -> met.add(known.id()));
                }
            }
        }
        assertThat(met).hasSizeGreaterThan(15);
    }

    /** What a trace shows is among what its network may meet. */
    @Test
    void whatIsMetWasForeseen() {
        for (long seed : Seeds.upTo(60)) {
            if (seed % 20 == 19) {
                continue;
            }
            RandomNetworks.Case random =
                    RandomNetworks.everything(seed, Precision.FLOAT32).trainable();
            Trace trace =
                    new Dl4j().build(random.network()).record(random.batch()).trace();
            assertThat(CATALOGUE.of(random.network()))
                    .as("network %d", seed)
                    .containsAll(check(random, trace).known().stream()
                            .map(CheckResult.Met::difference)
                            .toList());
        }
    }

    private static CheckResult check(RandomNetworks.Case random, Trace trace) {
        return Check.of(random.network(), random.batch(), trace, true, CATALOGUE.accepting());
    }

    private static int largest(Matrix matrix) {
        int largest = 0;
        for (int k = 1; k < matrix.size(); k++) {
            largest = Math.abs(matrix.get(k)) > Math.abs(matrix.get(largest)) ? k : largest;
        }
        return largest;
    }

    private static Trace changed(Trace trace, String name, int k) {
        List<Step> steps = new ArrayList<>();
        for (Step step : trace.steps()) {
            Matrix value = step.value().orElse(Matrix.zeros(1, 1));
            double[] values = value.toArray();
            if (step.name().equals(name)) {
                values[k] *= 1 + 1e-6;
            }
            steps.add(
                    step.value().isEmpty()
                            ? step
                            : new Step(
                                    step.id(),
                                    step.source(),
                                    Optional.of(Matrix.of(value.rows(), value.columns(), values))));
        }
        return new Trace(trace.precision(), trace.examples(), steps);
    }
}
