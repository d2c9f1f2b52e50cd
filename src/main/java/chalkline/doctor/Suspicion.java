package chalkline.doctor;

import java.util.List;
import java.util.Optional;

/**
 * A reason that may be the true one: it is told where the training learns with its remedy.
 *
 * @param finding what would be told; its evidence is what raised the suspicion
 * @param remedies each a list of settings, {@code KEY=VALUE}; the first that helps is the remedy
 * @param redraws whether weights that are given are drawn instead
 * @param isCertain whether it is told even where its remedy alone does not help
 */
record Suspicion(Diagnosis finding, List<List<String>> remedies, boolean redraws, boolean isCertain) {
    Suspicion {
        remedies = List.copyOf(remedies);
    }

    /** One that is told only where a remedy helps; empty where there is none to try. */
    static Optional<Suspicion> where(
            Diagnosis.Code code, String where, String message, String evidence, List<List<String>> remedies) {
        List<List<String>> some =
                remedies.stream().filter(each -> !each.isEmpty()).distinct().toList();
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(new Diagnosis(code, where, message, evidence, ""), some, false, false));
    }

    /** One that is told only where its remedy helps. */
    Suspicion(Diagnosis finding, List<String> remedy) {
        this(finding, List.of(remedy), false, false);
    }
}
