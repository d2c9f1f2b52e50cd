package chalkline.config;

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
 * @param labelNormalization what is done to labels that are numbers
 * @param split what is held back from training
 * @param classWeights how much each class counts in the loss; absent where all count alike
 */
public record DataSpec(
        Source train,
        Missing missing,
        Normalization normalization,
        Normalization labelNormalization,
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

    /** Where examples come from. */
    public sealed interface Source {}

    /**
     * CSV files with a header.
     *
     * @param file the file, resolved; it existed when the configuration was read
     * @param labels the label columns, at least one
     * @param separator stands between cells
     * @param columns what some columns hold, by name; the others follow the file
     * @param missingValues what stands for a missing value besides an empty cell
     * @param validation a file that is watched while training, where there is one
     * @param test a file for the evaluation, where there is one
     */
    public record Csv(
            Path file,
            List<String> labels,
            char separator,
            Map<String, ColumnType> columns,
            List<String> missingValues,
            Optional<Path> validation,
            Optional<Path> test)
            implements Source {
        /** Stands between cells where nothing else is said. */
        public static final char DEFAULT_SEPARATOR = ',';
        /** What statistical programs write for a missing value. */
        public static final List<String> DEFAULT_MISSING_VALUES = List.of("NA", "N/A", "NaN", "null", "?");

        public Csv {
            labels = List.copyOf(labels);
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            missingValues = List.copyOf(missingValues);
        }

        /** One file, with commas, whose columns all follow the file. */
        public Csv(Path file, List<String> labels) {
            this(file, labels, DEFAULT_SEPARATOR, Map.of(), DEFAULT_MISSING_VALUES, Optional.empty(), Optional.empty());
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

    /** What a column holds. */
    public enum ColumnType {
        /** Numbers. */
        NUMERIC("numeric"),
        /** Names: one input, or class, each. */
        CATEGORICAL("categorical"),
        /** Nothing that is used. */
        IGNORE("ignore");

        private final String label;

        ColumnType(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    /**
     * What stands in for a missing value.
     *
     * @param policy how it is chosen
     * @param constant the number of {@link MissingPolicy#CONSTANT}; else 0
     */
    public record Missing(MissingPolicy policy, double constant) {
        /** Nothing: a missing value is refused. */
        public static final Missing REFUSED = new Missing(MissingPolicy.REFUSE, 0);
    }

    /** How what stands in for a missing value is chosen, from the training rows; categories take the most frequent. */
    public enum MissingPolicy {
        /** It is not: a missing value is refused. */
        REFUSE("refuse"),
        /** The mean of the column. */
        MEAN("mean"),
        /** The median of the column. */
        MEDIAN("median"),
        /** The most frequent value of the column. */
        MOST_FREQUENT("most-frequent"),
        /** A number that is given. */
        CONSTANT("constant");

        private final String label;

        MissingPolicy(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    /** What is done to numbers before the network sees them, fitted on the training rows. */
    public enum Normalization {
        /** Nothing. */
        NONE("none"),
        /** Mean 0 and standard deviation 1. */
        STANDARDIZE("standardize"),
        /** From 0 to 1. */
        MIN_MAX("min-max");

        private final String label;

        Normalization(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    /**
     * Fractions of the examples, each in [0, 1), together less than 1; the rest is trained on.
     *
     * @param validation watched while training
     * @param test kept for the evaluation
     * @param stratified whether each class is split for itself
     */
    public record Split(double validation, double test, boolean stratified) {
        /** Everything is trained on. */
        public static final Split NONE = new Split(0, 0, true);
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
