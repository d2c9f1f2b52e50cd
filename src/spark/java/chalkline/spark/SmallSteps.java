package chalkline.spark;

import java.util.List;
import java.util.function.Consumer;

/** Says, once, where steps are so small that the cluster costs more than it computes. */
final class SmallSteps {
    /** The first ones load classes and compile them. */
    private static final int WARM_UP = 20;

    private static final int MEASURED = 20;
    private static final double MILLISECOND = 1e6;

    private final Consumer<String> notes;
    private int steps;
    private double rows;
    private double nanoseconds;
    private double computing;

    SmallSteps(Consumer<String> notes) {
        this.notes = notes;
    }

    /** A step, with the time from its beginning to its end. */
    void add(int batch, long elapsed, List<PartitionGradient> parts) {
        steps++;
        if (steps <= WARM_UP || steps > WARM_UP + MEASURED) {
            return;
        }
        rows += batch;
        nanoseconds += elapsed;
        computing +=
                parts.stream().mapToLong(PartitionGradient::nanoseconds).max().orElse(0);
        if (steps == WARM_UP + MEASURED && 2 * computing < nanoseconds) {
            notes.accept(String.format(
                    "a step on %.0f rows takes %.1f ms, of which a partition computes %.1f ms: the cluster pays from a "
                            + "training.batch-size of %.0f or so",
                    rows / MEASURED,
                    nanoseconds / MEASURED / MILLISECOND,
                    computing / MEASURED / MILLISECOND,
                    rows / MEASURED * (nanoseconds - computing) / computing));
        }
    }
}
