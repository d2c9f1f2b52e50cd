package chalkline.dl4j.known;

import chalkline.check.KnownDifference;
import chalkline.check.KnownDifference.Kind;
import chalkline.check.StepResult;
import chalkline.network.Network;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One known difference and what imitates it.
 *
 * @param met whether a training of the network may meet it
 */
record CatalogueEntry(KnownDifference difference, Predicate<Network> met, Imitation imitation) {
    /** The oldest release that the reproducers were run on; none of the entries is younger. */
    private static final String SINCE = "1.0.0-M1.1 or earlier";

    private static final String ISSUES = "https://github.com/deeplearning4j/deeplearning4j/issues/";
    private static final String ND4J = "https://github.com/deeplearning4j/nd4j/pull/";

    /** Whether it gives every number of the step, from the fit's own earlier steps. */
    @FunctionalInterface
    interface Imitation {
        boolean gives(Fit fit, StepResult step);
    }

    /** The texts of an entry, which is then completed by {@link #where}. */
    record Texts(KnownDifference difference) {
        /** @param issue its number in Deeplearning4j's tracker */
        Texts reported(int issue) {
            return at(ISSUES + issue);
        }

        /** @param request the pull request of ND4J that brought it */
        Texts decided(int request) {
            return at(ND4J + request);
        }

        private Texts at(String address) {
            return new Texts(new KnownDifference(
                    difference.id(),
                    difference.kind(),
                    difference.textbook(),
                    difference.framework(),
                    difference.since(),
                    Optional.of(address),
                    difference.consequence()));
        }

        CatalogueEntry where(Predicate<Network> met, Imitation imitation) {
            return new CatalogueEntry(difference, met, imitation);
        }
    }

    static Texts convention(String id, String textbook, String framework, String consequence) {
        return new Texts(
                new KnownDifference(id, Kind.CONVENTION, textbook, framework, SINCE, Optional.empty(), consequence));
    }

    static Texts defect(String id, String textbook, String framework, String consequence) {
        return new Texts(
                new KnownDifference(id, Kind.DEFECT, textbook, framework, SINCE, Optional.empty(), consequence));
    }
}
