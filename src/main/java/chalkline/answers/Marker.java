package chalkline.answers;

import chalkline.network.Batch;
import chalkline.network.Conventions;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Marks sheets against the derivation, error carried forward.
 *
 * <p>An answer is right if it is the truth as far as it is written out. If it is not, it follows if it is what the formula
 * gives on some numbers that the person's own earlier answers stand for; f′ may be read at Z or in A. So a mistake costs what
 * it is worth, once. A zero that comes from nothing but zeros which earned nothing is empty.
 */
public final class Marker {
    private final Network network;
    private final Batch batch;
    private final Exercise exercise;
    private final Map<Conventions, Basis> bases = new HashMap<>();

    /** @param parameters W and b of every layer by name */
    public Marker(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        this(new Exercise(network, batch, parameters));
    }

    /** For the sheets of an exercise. */
    public Marker(Exercise exercise) {
        this.exercise = exercise;
        this.network = exercise.network();
        this.batch = exercise.batch();
    }

    /** Every step that can be answered, with its true value; what the step starts from comes first. */
    public static Map<StepId, Matrix> steps(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        Map<StepId, Matrix> steps = new LinkedHashMap<>();
        Derivation.of(network, parameters)
                .truth(batch, parameters)
                .forEach((id, value) -> steps.put(id, value.toMatrix()));
        return steps;
    }

    /**
     * Marks a sheet.
     *
     * @param parameters W and b of every layer
     */
    public static MarkedSheet mark(Network network, Batch batch, Map<StepId, Matrix> parameters, AnswerSheet sheet) {
        return new Marker(network, batch, parameters).mark(sheet);
    }

    /** Marks a sheet. */
    public MarkedSheet mark(AnswerSheet sheet) {
        Basis basis = basis(sheet.conventions());
        MistakeFinder explanations = new MistakeFinder(basis, new Mistakes(network, batch.size(), basis));
        MarkedSheet marked = marking(sheet, basis, Optional.of(explanations)).mark();
        return marked.firstWrong().isEmpty() ? marked : marked.with(detected(sheet, marked));
    }

    private long wrongSteps(AnswerSheet sheet, Conventions conventions) {
        return marking(sheet, basis(conventions), Optional.empty()).wrongSteps();
    }

    private Basis basis(Conventions conventions) {
        return bases.computeIfAbsent(conventions, c -> new Basis(c, exercise));
    }

    private Marking marking(AnswerSheet sheet, Basis basis, Optional<MistakeFinder> explanations) {
        return new Marking(basis, sheet, sheet.precision().orElse(network.precision()), explanations);
    }

    /** The one other convention under which nothing is wrong, or the most of what was wrong no longer is. */
    private Optional<MarkedSheet.Detected> detected(AnswerSheet sheet, MarkedSheet marked) {
        Conventions declared = sheet.conventions();
        Optional<MarkedSheet.Detected> best = Optional.empty();
        long least = marked.wrongSteps();
        long ofOtherSign = wrongSteps(sheet.negated(), declared);
        if (isBetter(ofOtherSign, least)) {
            least = ofOtherSign;
            best = Optional.of(
                    new MarkedSheet.Detected("gradients with the other sign", "sign: negative", "the sheet"));
        }
        long inFloat32 =
                sheet.precision().isEmpty() ? wrongSteps(sheet.computedIn(Precision.FLOAT32), declared) : least;
        if (isBetter(inFloat32, least)) {
            least = inFloat32;
            best = Optional.of(new MarkedSheet.Detected("a computation in float32", "precision: float32", "the sheet"));
        }
        for (Conventions other : new CourseFormulas(declared, network, batch.size()).others()) {
            long wrong = wrongSteps(sheet, other);
            if (isBetter(wrong, least)) {
                least = wrong;
                best = Optional.of(new MarkedSheet.Detected(
                        other.words(declared), other.line(declared), "the sheet or the configuration"));
            }
        }
        return best;
    }

    private static boolean isBetter(long wrong, long before) {
        return wrong == 0 && before > 0 || wrong + 1 < before;
    }
}
