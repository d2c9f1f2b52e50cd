package chalkline.config;

import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The data as configured.
 *
 * @param train where examples come from
 * @param normalization what is done to the features
 * @param split what is held back from training
 */
public record DataSpec(Source train, Normalization normalization, Split split) {

    /** The file that examples come from, where they come from one. */
    public Optional<Path> file() {
        return train instanceof Csv csv ? Optional.of(csv.file()) : Optional.empty();
    }

    /** Where examples come from. */
    public sealed interface Source {}

    /**
     * A CSV file with a header.
     *
     * @param file the file, resolved; it existed when the configuration was read
     * @param labels the label columns, at least one; every other column is a feature
     */
    public record Csv(Path file, List<String> labels) implements Source {
        public Csv {
            labels = List.copyOf(labels);
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

    /** What is done to the features before the network sees them. */
    public enum Normalization {
        /** Nothing. */
        NONE("none"),
        /** Mean 0 and standard deviation 1, fitted on the training rows. */
        STANDARDIZE("standardize");

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
     */
    public record Split(double validation, double test) {
        /** Everything is trained on. */
        public static final Split NONE = new Split(0, 0);
    }
}
