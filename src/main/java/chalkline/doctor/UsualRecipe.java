package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.config.NetworkSpec;
import chalkline.data.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** What most would begin with: scaled inputs, tanh, Adam at 0.01, weights of the usual size, and time. */
final class UsualRecipe {
    private static final long LONGER = 10;

    private UsualRecipe() {}

    /** Its settings; none where the network is of a file. */
    static List<String> of(Configuration configuration) {
        NetworkSpec network = configuration.network();
        if (network.from().isPresent()) {
            return List.of();
        }
        List<String> recipe = new ArrayList<>();
        if (configuration.data().normalization() == Normalizer.Kind.NONE) {
            recipe.add("data.normalize=standardize");
        }
        recipe.addAll(Keys.each(Keys.hidden(network, layer -> true), "activation=tanh"));
        recipe.add("training.updater={ adam: { learning-rate: 0.01 } }");
        recipe.add("training.epochs=" + LONGER * configuration.training().epochs());
        return recipe;
    }
}
