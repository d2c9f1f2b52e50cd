package chalkline.dl4j.known;

import chalkline.check.KnownDifference;
import chalkline.check.KnownDifferences;
import chalkline.check.StepResult;
import chalkline.dl4j.known.Taken.Part;
import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every known difference between Deeplearning4j 1.0.0-M2.1 and the textbook. An entry explains a step only where it gives
 * every number of it, within the rounding that it states.
 */
public final class Catalogue implements KnownDifferences {
    private static final List<CatalogueEntry> COMPUTED = Stream.of(
                    NormEntries.ALL, UpdaterEntries.ALL, LossEntries.ALL, ActivationEntries.ALL)
            .flatMap(List::stream)
            .toList();

    private static final List<CatalogueEntry> ENTRIES =
            Stream.concat(RegulariserEntries.ALL.stream(), COMPUTED.stream()).toList();

    /** Every choice of what may be taken otherwise, the fewest first. */
    private static final List<Set<Part>> CHOICES = IntStream.range(1, 1 << Part.values().length)
            .mapToObj(Catalogue::choice)
            .sorted(Comparator.comparingInt(Set::size))
            .toList();

    private static Set<Part> choice(int bits) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if ((bits >> part.ordinal() & 1) == 1) {
                parts.add(part);
            }
        }
        return parts;
    }

    @Override
    public List<KnownDifference> entries() {
        return ENTRIES.stream().map(CatalogueEntry::difference).toList();
    }

    @Override
    public List<KnownDifference> of(Network network) {
        return ENTRIES.stream()
                .filter(entry -> entry.met().test(network))
                .map(CatalogueEntry::difference)
                .toList();
    }

    @Override
    public Forecast forecast(Network network, Batch batch, Trace trace) {
        Fit fit = new Fit(network, batch, trace);
        return step -> explain(fit, step);
    }

    /** One entry, or what is taken otherwise of the network, alone or with one entry. */
    private static List<KnownDifference> explain(Fit fit, StepResult step) {
        return first(ENTRIES, fit, step).map(List::of).orElseGet(() -> takenOtherwise(fit, step)).stream()
                .map(CatalogueEntry::difference)
                .toList();
    }

    private static Optional<CatalogueEntry> first(List<CatalogueEntry> entries, Fit fit, StepResult step) {
        return entries.stream()
                .filter(entry ->
                        entry.met().test(fit.network()) && entry.imitation().gives(fit, step))
                .findFirst();
    }

    private static List<CatalogueEntry> takenOtherwise(Fit fit, StepResult step) {
        for (Set<Part> parts : CHOICES) {
            List<CatalogueEntry> otherwise = RegulariserEntries.of(fit, step, parts);
            Network taken = RegulariserEntries.in(fit, step, parts);
            if (otherwise.isEmpty() || !RegulariserEntries.startsAsTaken(fit, taken, step)) {
                continue;
            }
            if (fit.givenBy(taken, step)) {
                return otherwise;
            }
            Optional<CatalogueEntry> beside = first(COMPUTED, fit.of(taken), step);
            if (beside.isPresent()) {
                List<CatalogueEntry> both = new ArrayList<>(otherwise);
                both.add(beside.get());
                return both;
            }
        }
        return List.of();
    }
}
