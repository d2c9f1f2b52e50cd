package chalkline.training;

import chalkline.files.Digests;
import chalkline.network.StepId;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/** A state's numbers in the order in which Deeplearning4j keeps them, where all parameters have the same updater. */
public final class States {
    private States() {}

    /** Of the parameters, the updater's state, and the counts of steps and epochs. */
    public static String sha256(State state) {
        double[] numbers = DoubleStream.concat(parameters(state), kept(state)).toArray();
        ByteBuffer bytes = ByteBuffer.allocate((numbers.length + 2) * Double.BYTES);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        bytes.putLong(state.iteration()).putLong(state.epoch());
        return Digests.sha256(bytes.array());
    }

    /** All parameters: layer by layer, each column by column. */
    public static DoubleStream parameters(State state) {
        return numbers(
                state,
                state.arrays().keySet().stream()
                        .filter(id -> id.suffixes().isEmpty())
                        .toList());
    }

    /** All that the updater keeps: one kind of it for all parameters, then the next. */
    public static DoubleStream kept(State state) {
        return numbers(
                state,
                state.arrays().keySet().stream()
                        .filter(id -> !id.suffixes().isEmpty())
                        .sorted(Comparator.comparing(id -> id.suffixes().get(0)))
                        .toList());
    }

    private static DoubleStream numbers(State state, List<StepId> ids) {
        return ids.stream()
                .flatMapToDouble(id ->
                        DoubleStream.of(state.arrays().get(id).transposed().values()));
    }
}
