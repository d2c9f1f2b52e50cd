package chalkline.report;

import chalkline.check.Finding;
import chalkline.check.KnownDifference;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.network.Sentences;
import chalkline.training.Inspection;
import chalkline.training.Inspection.LayerSummary;
import chalkline.training.ModelRecord;
import chalkline.training.ModelRecord.CheckRecord;
import chalkline.training.Preprocessing;
import chalkline.training.SavedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a model is, for a terminal. */
public final class InspectionText {
    private InspectionText() {}

    /** The text. */
    public static String of(SavedModel saved) {
        Inspection model = saved.model().inspect();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %s, %,d parameters, trained %,d steps in %,d epochs\n",
                Sentences.plain(saved.shownName()),
                model.dataType(),
                model.parameters(),
                model.iteration(),
                model.epoch()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Layer", "Type", "Inputs", "Units", "Activation", "Loss", "Parameters", "Initialiser"));
        model.layers().forEach(layer -> rows.add(row(layer)));
        text.append(Columns.aligned(rows));
        text.append("Updater  ").append(Sentences.plain(model.updater())).append('\n');
        text.append(saved.preprocessing()
                .map(InspectionText::preprocessing)
                .orElse("Columns  unknown: the file carries no column schema\n"));
        saved.scaling()
                .ifPresent(scaling ->
                        text.append("Normaliser  ").append(scaling.sentence()).append('\n'));
        saved.record().map(InspectionText::record).ifPresent(text::append);
        for (Finding finding : saved.findings()) {
            text.append("Finding  ").append(Sentences.plain(finding.message())).append('\n');
        }
        text.append("Conventions\n");
        model.conventions()
                .forEach(sentence ->
                        text.append("  ").append(Sentences.plain(sentence)).append('\n'));
        return text.toString();
    }

    /** The known differences of its engine that a training of it may meet, a line each. */
    public static String known(List<KnownDifference> differences) {
        return differences.isEmpty()
                ? ""
                : differences.stream()
                        .map(each -> "  " + each.kind().label() + " " + each.id() + ": " + each.formulas() + ". "
                                + each.consequence() + "\n")
                        .collect(Collectors.joining("", "Known differences that training may meet\n", ""));
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

    /** What the file says of itself is shown as it is, but on one line each. */
    private static String record(ModelRecord record) {
        StringBuilder text = new StringBuilder();
        text.append("Trained by  ")
                .append(record.versions().entrySet().stream()
                        .map(version -> Sentences.printable(version.getKey() + " " + version.getValue()))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        for (ModelRecord.DataFile file : record.data()) {
            text.append("Trained on  ")
                    .append(Sentences.printable(file.file()))
                    .append("  SHA-256 ")
                    .append(Sentences.printable(file.sha256()))
                    .append('\n');
        }
        text.append("Evaluated on  ")
                .append(record.rows())
                .append(' ')
                .append(Sentences.printable(record.evaluatedOn()))
                .append(record.rows() == 1 ? " row: " : " rows: ")
                .append(record.metrics().entrySet().stream()
                        .map(metric -> Sentences.printable(metric.getKey()) + " " + Numbers.text(metric.getValue(), 4))
                        .collect(Collectors.joining(", ")))
                .append('\n');
        record.check().ifPresent(check -> text.append(check(check)));
        return text + "Configuration  " + record.configuration().lines().count()
                + " lines, which inspect --config prints\n";
    }

    private static String check(CheckRecord check) {
        StringBuilder text = new StringBuilder("First step checked  ");
        text.append(Sentences.printable(check.verdict()))
                .append(": ")
                .append(check.agreeing())
                .append(" of ")
                .append(check.steps())
                .append(" steps agree, in ")
                .append(Sentences.printable(check.precision()))
                .append(check.matchesFit() ? ", bit for bit those of fit()\n" : ", but they are not those of fit()\n");
        if (!check.known().isEmpty()) {
            text.append("  known differences: ")
                    .append(check.known().stream().map(Sentences::printable).collect(Collectors.joining(", ")))
                    .append('\n');
        }
        check.findings()
                .forEach(finding -> text.append("  ")
                        .append(Sentences.printable(finding.step()))
                        .append(": ")
                        .append(Sentences.printable(finding.message()))
                        .append('\n'));
        return text.toString();
    }

    private static String count(int categories) {
        return categories + (categories == 1 ? " category" : " categories");
    }
}
