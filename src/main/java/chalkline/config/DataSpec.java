package chalkline.config;

import chalkline.data.ColumnType;
import chalkline.data.CsvFormat;
import chalkline.data.Imputer;
import chalkline.data.InferenceOptions;
import chalkline.data.Normalizer;
import chalkline.data.Unseen;
import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data as configured.
 *
 * @param train where examples come from
 * @param missing what stands in for a feature's missing value
 * @param normalization what is done to the features
 * @param labelNormalization what is done to labels that are numbers; empty for what goes with the network's loss
 * @param split what is held back from training
 * @param classWeights how much each class counts in the loss; absent where all count alike
 */
public record DataSpec(
        Source train,
        Missing missing,
        Normalizer.Kind normalization,
        Optional<Normalizer.Kind> labelNormalization,
        Split split,
        Optional<ClassWeights> classWeights) {

    /** The file that examples come from, where they come from one. */
    public Optional<Path> file() {
        return train instanceof Csv csv ? Optional.of(csv.file()) : Optional.empty();
    }

    /** All files with data: those to train on, to validate and to test with. */
    public List<Path> files() {
        return train instanceof Csv csv
                ? Stream.of(Optional.of(csv.file()), csv.validation(), csv.test())
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }

    /**
     * What is known of the training file before it is looked at; empty where the configuration itself has the examples.
     *
     * @param wholeLabels what whole numbers in the label column are
     */
    public Optional<InferenceOptions> inferenceOptions(InferenceOptions.WholeLabels wholeLabels) {
        return train instanceof Csv csv
                ? Optional.of(new InferenceOptions(
                        csv.labels(),
                        csv.columns(),
                        wholeLabels,
                        missing.policy().gaps(),
                        csv.dropUnlabelled(),
                        csv.unseen()))
                : Optional.empty();
    }

    /** Where examples come from. */
    public sealed interface Source {}

    /**
     * CSV files with a header.
     *
     * @param file the file, resolved; it existed when the configuration was read
     * @param labels the label columns, at least one
     * @param format how the files are written, as far as it was said
     * @param columns what some columns hold, by name; the others follow the file
     * @param unseen what later becomes of a category that the file does not have
     * @param dropUnlabelled whether rows without a label are left out, not refused
     * @param validation a file that is watched while training, where there is one
     * @param test a file for the evaluation, where there is one
     */
    public record Csv(
            Path file,
            List<String> labels,
            CsvFormat format,
            Map<String, ColumnType> columns,
            Unseen unseen,
            boolean dropUnlabelled,
            Optional<Path> validation,
            Optional<Path> test)
            implements Source {

        public Csv {
            labels = List.copyOf(labels);
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** One file, of which nothing is known but the labels. */
        public Csv(Path file, List<String> labels) {
            this(file, labels, CsvFormat.DEFAULT, Map.of(), Unseen.ZEROS, false, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Examples in the configuration itself, one a row in either notation.
     *
     * @param x N × features
     * @param y N × outputs
     * @param mask which labels count, 1 or 0: N × 1 or N × outputs, with at least one example that counts as a whole
     */
    public record Inline(Matrix x, Matrix y, Optional<Matrix> mask) implements Source {
        /** Examples whose labels all count. */
        public Inline(Matrix x, Matrix y) {
            this(x, y, Optional.empty());
        }
    }

    /**
     * What stands in for a missing value.
     *
     * @param policy how it is chosen
     * @param constant the number of {@link Imputer.Policy#CONSTANT}; else 0
     */
    public record Missing(Imputer.Policy policy, double constant) {
        /** The median of a column of numbers; a text that is missing is a category of its own. */
        public static final Missing USUAL = new Missing(Imputer.Policy.MEDIAN, 0);
    }

    /**
     * Fractions of the examples, each in [0, 1), together less than 1; the rest is trained on.
     *
     * @param validation watched while training
     * @param test kept for the evaluation
     * @param stratified whether each class is split for itself
     * @param inFileOrder whether the first rows are trained on, and the last ones are the test's, instead of drawn ones
     */
    public record Split(double validation, double test, boolean stratified, boolean inFileOrder) {
        /** Everything is trained on. */
        public static final Split NONE = new Split(0, 0, true, false);
    }

    /** How much each class counts in the loss. */
    public sealed interface ClassWeights {}

    /** Every class counts as much as any other, however many rows it has. */
    public record Balanced() implements ClassWeights {}

    /**
     * Weights by class.
     *
     * @param weights 0 or positive, in the order of the file; classes that are not named have 1
     */
    public record Given(Map<String, Double> weights) implements ClassWeights {
        public Given {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }
    }
}
