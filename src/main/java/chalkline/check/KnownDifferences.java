package chalkline.check;

import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Trace;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where a framework is known not to be the textbook: its entries, and what they foretell of a step. */
public interface KnownDifferences {
    /** Of an implementation of which nothing is known. */
    KnownDifferences NONE = new KnownDifferences() {
        @Override
        public List<KnownDifference> entries() {
            return List.of();
        }

        @Override
        public List<KnownDifference> of(Network network) {
            return List.of();
        }

        @Override
        public Forecast forecast(Network network, Batch batch, Trace trace) {
            return step -> List.of();
        }
    };

    /** Every entry. */
    List<KnownDifference> entries();

    /** The entries that a training of that network may meet. */
    List<KnownDifference> of(Network network);

    /** What is foretold of one training step, as it was asked for, from the trace's own steps. */
    Forecast forecast(Network network, Batch batch, Trace trace);

    /**
     * These, some of them accepted.
     *
     * @param acknowledged the ids of the defects that are accepted
     */
    default Accepting accepting(Collection<String> acknowledged) {
        return new Accepting(this, Set.copyOf(acknowledged));
    }

    /** These, of which no defect is accepted. */
    default Accepting accepting() {
        return accepting(Set.of());
    }

    /** Known differences with the ids of the defects that are accepted. */
    record Accepting(KnownDifferences differences, Set<String> acknowledged) {
        public Accepting {
            acknowledged = Set.copyOf(acknowledged);
        }
    }

    /** What is foretold of the steps of one trace. */
    @FunctionalInterface
    interface Forecast {
        /**
         * The entries that together give every number of the step, within the rounding of that one step; empty where none
         * do.
         */
        List<KnownDifference> explain(StepResult step);
    }
}
