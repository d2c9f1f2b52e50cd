package chalkline.check;

import java.util.Optional;

/**
 * One way in which a framework is known not to be the textbook.
 *
 * @param id names it in configurations and on the command line
 * @param kind whether it is harmless
 * @param textbook what the textbook has, as a formula
 * @param framework what the framework has instead, as a formula
 * @param since the oldest release that it was seen in
 * @param report where it was reported or decided; an address
 * @param consequence what follows for training, one sentence
 */
public record KnownDifference(
        String id,
        Kind kind,
        String textbook,
        String framework,
        String since,
        Optional<String> report,
        String consequence) {

    /** The classes of known differences. */
    public enum Kind {
        /** Documented or deliberate, and harmless to training: the check agrees and says so. */
        CONVENTION("convention", StepVerdict.CONVENTION),
        /** A wrong loss, gradient or update: the check deviates unless the difference is acknowledged. */
        DEFECT("defect", StepVerdict.DEFECT);

        private final String label;
        private final StepVerdict verdict;

        Kind(String label, StepVerdict verdict) {
            this.label = label;
            this.verdict = verdict;
        }

        /** The name in text and JSON. */
        public String label() {
            return label;
        }

        StepVerdict verdict() {
            return verdict;
        }
    }

    /** Both formulas in a line. */
    public String formulas() {
        return framework + "; in the textbook " + textbook;
    }
}
