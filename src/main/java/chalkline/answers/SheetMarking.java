package chalkline.answers;

import chalkline.network.Conventions;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.reference.Exercise;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Marks sheets, each by the exercise that it says it answers. */
public final class SheetMarking {
    private final BiFunction<Optional<Long>, Integer, Exercise> exercises;
    private final Notation notation;
    private final Conventions conventions;
    private final Optional<Long> variant;
    private final Optional<Integer> step;
    private final Map<Exercise, Marker> markers = new HashMap<>();
    private final Map<Exercise, Map<StepId, Matrix>> solutions = new HashMap<>();

    /**
     * Marks by these exercises.
     *
     * @param exercises the exercise of a variant and a step; the same for the same
     * @param notation of sheets that do not say theirs
     * @param conventions of sheets that do not say theirs
     * @param variant of sheets that do not say theirs
     * @param step of sheets that do not say theirs
     */
    public SheetMarking(
            BiFunction<Optional<Long>, Integer, Exercise> exercises,
            Notation notation,
            Conventions conventions,
            Optional<Long> variant,
            Optional<Integer> step) {
        this.exercises = exercises;
        this.notation = notation;
        this.conventions = conventions;
        this.variant = variant;
        this.step = step;
    }

    /** The exercise of sheets that do not say theirs. */
    public Exercise usual() {
        return exercises.apply(variant, step.orElse(1));
    }

    /** A sheet's marks, what it answers, and what it says of itself. */
    public record Marks(MarkedSheet sheet, Exercise exercise, SheetHead head) {}

    /**
     * Marks a sheet.
     *
     * @param shownName the file's name in messages
     * @throws InvalidInputException with every problem that the sheet has
     */
    public Marks mark(Path file, String shownName) {
        SheetHead head = SheetHead.read(file, shownName);
        refuse(shownName, "variant", head.variant(), variant);
        refuse(shownName, "step", head.step(), step);
        SheetHead meant =
                new SheetHead(head.variant().or(() -> variant), head.step().or(() -> step), head.student());
        Exercise exercise = exercises.apply(meant.variant(), meant.step().orElse(1));
        Map<StepId, Matrix> solution = solutions.computeIfAbsent(exercise, Exercise::solution);
        Marker marker = markers.computeIfAbsent(exercise, Marker::new);
        AnswerSheet sheet = AnswerSheet.read(file, shownName, solution, notation, conventions);
        return new Marks(marker.mark(sheet), exercise, meant);
    }

    /**
     * Marks a sheet of a class, also where it cannot be read.
     *
     * @param name its path in the folder of sheets, with slashes
     */
    public Submission submission(Path file, String name) {
        try {
            Marks marks = mark(file, name);
            return new Submission(
                    name,
                    Student.of(name, marks.head().student()),
                    marks.head().variant(),
                    Optional.of(marks),
                    List.of());
        } catch (InvalidInputException unreadable) {
            return new Submission(
                    name,
                    Student.of(name, Optional.empty()),
                    Optional.empty(),
                    Optional.empty(),
                    unreadable.problems());
        }
    }

    private static <T> void refuse(String shownName, String what, Optional<T> ofSheet, Optional<T> asked) {
        if (ofSheet.isPresent() && asked.isPresent() && !ofSheet.equals(asked)) {
            throw new InvalidInputException(
                    shownName + ": is of " + what + " " + ofSheet.get() + ", not of --" + what + " " + asked.get());
        }
    }
}
