package chalkline.training;

import chalkline.data.Normalizer;
import java.util.Optional;

/**
 * How another program scaled a model's data, according to the file.
 *
 * @param entry of the file, for messages
 * @param name its name for people: "standardize"
 * @param features the scaling; empty where it cannot be applied to rows of numbers
 * @param labels the scaling of labels, {@link Normalizer#NONE} where they stay as they are
 */
public record SavedScaling(String entry, String name, Optional<Normalizer> features, Normalizer labels) {

    /** One sentence: what it is, and whether rows are scaled by it. */
    public String sentence() {
        String what = entry + ": " + name;
        if (features.isEmpty()) {
            return what + ", which is not for rows of numbers: it is not applied";
        }
        return what + " of " + features.get().offsets().size() + " features"
                + (labels.kind() == Normalizer.Kind.NONE
                        ? ""
                        : " and of " + labels.offsets().size() + " labels")
                + "; rows are scaled by it";
    }
}
