package chalkline.report;

import chalkline.data.Npz;
import chalkline.files.AtomicFile;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Exercise;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A trace for NumPy: every step that has a value, under its name, as a two-dimensional array of the person's notation. */
public final class TraceNpz {
    private TraceNpz() {}

    /**
     * Writes the whole trace in its order and precision; the file is replaced as a whole or not at all.
     *
     * @param notation under Wx+b examples are columns and b is n×1, under xW+b examples are rows and b is 1×n
     * @throws InvalidInputException where no file can be written at this place
     * @throws UncheckedIOException where writing began and failed
     */
    public static void write(Path file, Trace trace, Notation notation) {
        Map<StepId, Matrix> steps = new LinkedHashMap<>();
        for (Step step : trace.distinctSteps()) {
            step.value().ifPresent(value -> steps.put(step.id(), value));
        }
        write(file, steps, trace.precision(), notation);
    }

    /** As {@link #write(Path, Trace, Notation)}: every step of an exercise as it is right, in float64. */
    public static void write(Path file, Exercise exercise, Notation notation) {
        write(file, exercise.solution(), Precision.FLOAT64, notation);
    }

    private static void write(Path file, Map<StepId, Matrix> steps, Precision precision, Notation notation) {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        steps.forEach((id, value) -> arrays.put(id.toString(), notation.convert(value)));
        AtomicFile.deliver(file, out -> Npz.write(out, arrays, precision));
    }

    /** How many numbers {@link #write} would write. */
    static long size(Trace trace) {
        return trace.distinctSteps().stream()
                .flatMap(step -> step.value().stream())
                .mapToLong(Matrix::size)
                .sum();
    }
}
