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
 * @param missing what replaces a feature's missing value
 * @param normalization how features are scaled
 * @param labelNormalization how numeric labels are scaled; empty for the default of the network's loss
 * @param split which rows are held back from training
 * @param classWeights how much each class counts in the loss; empty where all count alike
 */
public record DataSpec(
        Source train,
        Missing missing,
        Normalizer.Kind normalization,
        Optional<Normalizer.Kind> labelNormalization,
        Split split,
        Optional<ClassWeights> classWeights) {

    /** The training file; empty where the examples are in the configuration. */
    public Optional<Path> file() {
        return train instanceof Csv csv ? Optional.of(csv.file()) : Optional.empty();
    }

    /** All data files: for training, validation and test. */
    public List<Path> files() {
        return train instanceof Csv csv
                ? Stream.of(Optional.of(csv.file()), csv.validation(), csv.test())
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }

    /**
     * What is known of the training file before it is read; empty where the examples are in the configuration.
     *
     * @param wholeLabels how whole numbers in the label column are read
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
     * @param format how the files are written, as far as given
     * @param columns types of some columns by name; the others are inferred
     * @param unseen how a category is treated that is not in the training file
     * @param dropUnlabelled whether rows without a label are left out rather than refused
     * @param validation the file for validation, if any
     * @param test the file for the final evaluation, if any
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

        /** One file with nothing given but the label columns. */
        public Csv(Path file, List<String> labels) {
            this(file, labels, CsvFormat.DEFAULT, Map.of(), Unseen.ZEROS, false, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Examples in the configuration, one a row in either notation.
     *
     * @param x N × features
     * @param y N × outputs
     * @param mask which labels count, 1 or 0: N × 1 or N × outputs; at least one example counts in all outputs
     */
    public record Inline(Matrix x, Matrix y, Optional<Matrix> mask) implements Source {
        /** Examples whose labels all count. */
        public Inline(Matrix x, Matrix y) {
            this(x, y, Optional.empty());
        }
    }

    /**
     * What replaces a missing value.
     *
     * @param policy how it is chosen
     * @param constant the number of {@link Imputer.Policy#CONSTANT}; else 0
     */
    public record Missing(Imputer.Policy policy, double constant) {
        /** The median of a numeric column; a missing text is a category of its own. */
        public static final Missing USUAL = new Missing(Imputer.Policy.MEDIAN, 0);
    }

    /**
     * Fractions of the examples, each in [0, 1), together less than 1; the rest is trained on.
     *
     * @param validation for the validation loss during training
     * @param test for the final evaluation
     * @param stratified whether every part has each class in the same proportion
     * @param inFileOrder whether the first rows are for training and the last ones for the test, instead of drawing them
     * @param group the column whose equal values stay in one part, where there is one
     * @param time the column by which the earliest rows are for training and the latest ones for the test, where there is one
     */
    public record Split(
            double validation,
            double test,
            boolean stratified,
            boolean inFileOrder,
            Optional<String> group,
            Optional<String> time) {
        /** Rows that no column says anything of. */
        public Split(double validation, double test, boolean stratified, boolean inFileOrder) {
            this(validation, test, stratified, inFileOrder, Optional.empty(), Optional.empty());
        }

        /** Everything is trained on. */
        public static final Split NONE = new Split(0, 0, true, false);
    }

    /** How much each class counts in the loss. */
    public sealed interface ClassWeights {}

    /** Every class has the same total weight, however many rows it has. */
    public record Balanced() implements ClassWeights {}

    /**
     * Weights by class.
     *
     * @param weights 0 or positive, in the order of the configuration; other classes have 1
     */
    public record ByClass(Map<String, Double> weights) implements ClassWeights {
        public ByClass {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }
    }
}
