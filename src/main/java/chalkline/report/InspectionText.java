package chalkline.report;

import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.training.Inspection;
import chalkline.training.Inspection.LayerSummary;
import chalkline.training.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model is, for a terminal. */
public final class InspectionText {
    private InspectionText() {}

    /**
     * The text.
     *
     * @param file the model's name
     * @param preprocessing what travels with it, where it was saved by Chalkline
     */
    public static String of(String file, Inspection model, Optional<Preprocessing> preprocessing) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %s, %,d parameters, trained %,d steps in %,d epochs\n",
                file,
                model.dataType(),
                model.parameters(),
                model.iteration(),
                model.epoch()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Layer", "Type", "Inputs", "Units", "Activation", "Loss", "Parameters", "Initialiser"));
        model.layers().forEach(layer -> rows.add(row(layer)));
        text.append(Columns.aligned(rows));
        text.append("Updater  ").append(model.updater()).append('\n');
        text.append(preprocessing
                .map(InspectionText::preprocessing)
                .orElse("Columns  unknown: the file carries no column schema\n"));
        text.append("Conventions\n");
        model.conventions()
                .forEach(sentence -> text.append("  ").append(sentence).append('\n'));
        return text.toString();
    }

    private static List<String> row(LayerSummary layer) {
        return List.of(
                layer.name(),
                layer.type(),
                number(layer.inputs()),
                number(layer.units()),
                layer.activation().orElse(""),
                layer.loss().orElse(""),
                layer.parameters().stream()
                        .map(parameter -> parameter.name() + " "
                                + parameter.shape().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining("×")))
                        .collect(Collectors.joining(", ")),
                layer.initialiser().orElse(""));
    }

    private static String number(long width) {
        return width == 0 ? "" : Long.toString(width);
    }

    private static String preprocessing(Preprocessing preprocessing) {
        Schema schema = preprocessing.schema();
        String classes = schema.classes().isEmpty() ? "" : " (classes " + String.join(", ", schema.classes()) + ")";
        String text = "Columns  "
                + schema.features().stream()
                        .map(name -> schema.categories().containsKey(name)
                                ? name + " ("
                                        + count(schema.categories().get(name).size()) + ")"
                                : name)
                        .collect(Collectors.joining(", "))
                + " -> " + String.join(", ", schema.labels()) + classes + "\n";
        text += "Features normalised  " + preprocessing.normalizer().kind().label() + "\n";
        if (preprocessing.imputer().policy() != Imputer.Policy.REFUSE) {
            text += "Missing values  " + preprocessing.imputer().policy().label() + "\n";
        }
        if (preprocessing.labelNormalizer().kind() != Normalizer.Kind.NONE) {
            text += "Labels normalised  "
                    + preprocessing.labelNormalizer().kind().label() + "\n";
        }
        return text;
    }

    private static String count(int categories) {
        return categories + (categories == 1 ? " category" : " categories");
    }
}
