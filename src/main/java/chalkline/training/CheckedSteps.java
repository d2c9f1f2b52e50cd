package chalkline.training;

import chalkline.check.LabelFindings;
import chalkline.check.Verdict;
import chalkline.network.Batch;
import chalkline.network.Network;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first steps of a training, each checked before it is taken. Updater state, schedules and dropout go on as in training.
 *
 * @param verdicts the number of steps with each verdict
 * @param number the number of the shown step, counted from 1
 * @param shown the first step that deviates, else the first that is inconclusive, else the last
 */
public record CheckedSteps(Map<Verdict, Integer> verdicts, int number, CheckedStep shown) {

    /**
     * Checks the first steps that training would take, on its mini-batches. It stops at one that deviates.
     *
     * @param network as it was asked for
     * @param model of that network before its first step; it is trained
     * @param most how many, at least 1
     * @param known ids of the engine's known defects that are accepted besides those of the configuration
     */
    public static CheckedSteps of(
            Engine engine, Job job, Network network, Model model, int most, Collection<String> known) {
        Set<String> accepted = new HashSet<>(job.configuration().known());
        accepted.addAll(known);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        CheckedStep shown = null;
        int number = 0;
        int iteration = 0;
        LabelFindings labels = job.labels();
        for (long epoch = 0; ; epoch++) {
            List<int[]> batches = job.batches(epoch);
            for (int[] rows : batches) {
                Batch batch = job.table().batch(rows);
                iteration++;
                CheckedStep step = CheckedStep.of(
                        engine, iteration == 1 ? network : network.later(), model, new Sample(batch, labels), accepted);
                Verdict verdict = step.result().verdict();
                verdicts.merge(verdict, 1, Integer::sum);
                if (shown == null || shown.result().verdict() == Verdict.AGREES || verdict == Verdict.DEVIATES) {
                    shown = step;
                    number = iteration;
                }
                if (iteration == most || verdict == Verdict.DEVIATES) {
                    return new CheckedSteps(verdicts, number, shown);
                }
                model.fit(batch);
            }
            model.endEpoch();
        }
    }

    /** The verdicts in a line: "Steps 1 to 5 of the training: 5 agree. Step 5:". */
    public String summary() {
        int checked = verdicts.values().stream().mapToInt(Integer::intValue).sum();
        String counts = verdicts.entrySet().stream()
                .map(each -> switch (each.getKey()) {
                    case AGREES -> each.getValue() + " agree";
                    case DEVIATES -> "step " + checked + " deviates";
                    case INCONCLUSIVE -> each.getValue() + " inconclusive";
                })
                .collect(Collectors.joining(", "));
        return "Steps 1 to " + checked + " of the training: " + counts + ". Step " + number + ":";
    }
}
