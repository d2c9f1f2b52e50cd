package chalkline.report;

import chalkline.network.Sentences;
import chalkline.training.ClassEvaluation;
import chalkline.training.CrossValidation;
import chalkline.training.Judgement;
import chalkline.training.ModelEvaluation;
import chalkline.training.RegressionEvaluation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An evaluation in a few aligned lines for a terminal, numbers rounded to four digits. */
public final class EvaluationText {
    private static final int LONGEST_NAME = 24;
    private static final int WIDEST_LINE = 110;
    private static final int MOST_LINES = 20;
    private static final int DIGITS = 4;

    private EvaluationText() {}

    /**
     * The evaluation as lines of text, each ended by a newline.
     *
     * @param on which rows they were: "test", "training", "all rows"
     */
    public static String of(ModelEvaluation evaluation, String on) {
        List<String> lines = new ArrayList<>();
        lines.add("Evaluation on " + rows(evaluation.rows(), on));
        if (evaluation instanceof ClassEvaluation classes) {
            add(lines, classes);
        } else if (evaluation instanceof RegressionEvaluation regression) {
            add(lines, regression);
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** The same with the linear model beside it, and the folds of cross-validation. */
    public static String of(Judgement judgement) {
        StringBuilder text = new StringBuilder(of(judgement.evaluation(), judgement.on()));
        judgement
                .linear()
                .ifPresent(beside -> text.append("  ")
                        .append(beside.kind().label())
                        .append(" on the same rows: ")
                        .append(brief(beside.evaluation()))
                        .append(judgement.needsNoNetwork() ? "; the network is no better\n" : "\n"));
        judgement.crossValidation().ifPresent(folds -> text.append(folds(folds)));
        return text.toString();
    }

    private static String brief(ModelEvaluation evaluation) {
        if (evaluation instanceof ClassEvaluation classes) {
            return "accuracy " + share(classes.accuracy()) + "   log loss " + number(classes.logLoss());
        }
        RegressionEvaluation numbers = (RegressionEvaluation) evaluation;
        return "RMSE " + number(numbers.rmse()) + "   R² " + r2(numbers.r2());
    }

    private static String folds(CrossValidation folds) {
        String text = "Cross-validation  " + (folds.network().size() + folds.diverged()) + " folds, "
                + Sentences.plain(folds.kind())
                + (folds.diverged() > 0 ? ", of which " + folds.diverged() + " diverged" : "") + "\n";
        StringBuilder lines = new StringBuilder(text);
        for (String metric : List.of("accuracy", "logLoss", "rmse", "r2")) {
            spread(folds.network(), metric)
                    .ifPresent(own -> lines.append("  ")
                            .append(metric.equals("logLoss") ? "log loss" : metric.equals("r2") ? "R²" : metric)
                            .append(' ')
                            .append(own)
                            .append(spread(folds.linear(), metric)
                                    .map(beside -> "   linear model " + beside)
                                    .orElse(""))
                            .append('\n'));
        }
        return lines.toString();
    }

    private static Optional<String> spread(List<ModelEvaluation> folds, String metric) {
        return CrossValidation.spread(folds, metric)
                .map(spread -> number(spread.mean()) + " ± " + number(spread.deviation()));
    }

    private static String rows(int count, String on) {
        String noun = count == 1 ? " row" : " rows";
        if (on.equals("all rows")) {
            return (count == 1 ? "" : "all ") + count + noun;
        }
        return count + " " + on + noun;
    }

    private static void add(List<String> lines, ClassEvaluation evaluation) {
        lines.add("  accuracy  " + share(evaluation.accuracy()) + "   always \"" + shown(evaluation.majorityClass())
                + "\": " + share(evaluation.baselineAccuracy()));
        lines.add("  F1 macro  " + share(evaluation.macroF1()) + "   weighted "
                + share(evaluation.weightedF1()) + "   ROC-AUC " + auc(evaluation.auc()) + "   log loss "
                + number(evaluation.logLoss()));
        addNonFinite(lines, evaluation, "; they count as wrong");
        addConfusion(lines, evaluation);
    }

    private static void addNonFinite(List<String> lines, ModelEvaluation evaluation, String consequence) {
        if (evaluation.nonFinite() > 0) {
            lines.add("  rows with a prediction that is not finite: " + evaluation.nonFinite() + " of "
                    + evaluation.rows() + consequence);
        }
    }

    private static void addConfusion(List<String> lines, ClassEvaluation evaluation) {
        List<List<String>> cells = new ArrayList<>();
        List<String> names =
                evaluation.perClass().stream().map(one -> shown(one.name())).toList();
        List<String> header = new ArrayList<>(List.of("actual \\ predicted"));
        header.addAll(names);
        cells.add(header);
        for (int k = 0; k < evaluation.confusion().size(); k++) {
            List<String> row = new ArrayList<>(List.of(names.get(k)));
            evaluation.confusion().get(k).forEach(count -> row.add(count.toString()));
            cells.add(row);
        }
        List<String> table = aligned(cells);
        if (cells.size() > 1 && table.size() <= MOST_LINES + 1 && table.get(0).length() <= WIDEST_LINE) {
            lines.addAll(table);
        } else {
            lines.add("  confusion matrix of " + names.size() + " classes not shown");
        }
    }

    private static void add(List<String> lines, RegressionEvaluation evaluation) {
        lines.add("  RMSE  " + number(evaluation.rmse()) + "   always the mean: " + number(evaluation.baselineRmse()));
        lines.add("  MAE   " + number(evaluation.mae()) + "   R² " + r2(evaluation.r2()));
        evaluation
                .zeroOne()
                .ifPresent(zeroOne -> lines.add("  0 or 1: accuracy " + share(zeroOne.accuracy())
                        + "   always the more frequent: " + share(zeroOne.baselineAccuracy()) + "   ROC-AUC "
                        + auc(zeroOne.auc())));
        addNonFinite(lines, evaluation, "");
        if (evaluation.outputs().size() > 1) {
            addOutputs(lines, evaluation.outputs());
        }
    }

    private static void addOutputs(List<String> lines, List<RegressionEvaluation.Output> outputs) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("output", "RMSE", "always the mean", "MAE", "R²"));
        outputs.stream()
                .limit(MOST_LINES)
                .forEach(output -> cells.add(List.of(
                        shown(output.name()),
                        number(output.rmse()),
                        number(output.baselineRmse()),
                        number(output.mae()),
                        r2(output.r2()))));
        lines.addAll(aligned(cells));
        if (outputs.size() > MOST_LINES) {
            lines.add("  and " + (outputs.size() - MOST_LINES) + " more outputs");
        }
    }

    /** The first column to the left, the others to the right. */
    private static List<String> aligned(List<List<String>> cells) {
        int[] widths = IntStream.range(0, cells.get(0).size())
                .map(j -> cells.stream().mapToInt(row -> length(row, j)).max().orElse(0))
                .toArray();
        return cells.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(j -> {
                            String space = " ".repeat(widths[j] - length(row, j));
                            return j == 0 ? row.get(j) + space : space + row.get(j);
                        })
                        .collect(Collectors.joining("  ", "  ", "")))
                .toList();
    }

    private static int length(List<String> row, int j) {
        return j < row.size() ? row.get(j).codePointCount(0, row.get(j).length()) : 0;
    }

    private static String shown(String name) {
        return name.codePointCount(0, name.length()) > LONGEST_NAME
                ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…"
                : name;
    }

    private static String auc(OptionalDouble auc) {
        return auc.isPresent() ? share(auc.getAsDouble()) : "undefined";
    }

    private static String r2(OptionalDouble r2) {
        return r2.isPresent() ? share(r2.getAsDouble()) : "undefined";
    }

    /** Four decimals, but 1 and 0 only for what is exactly 1 or 0: 0.99996 is not without a mistake. */
    private static String share(double value) {
        if (value < 1 && value >= 0.99995) {
            return ">0.9999";
        }
        if (value > 0 && value < 0.00005) {
            return "<0.0001";
        }
        return value > -10 ? String.format(Locale.ROOT, "%.4f", value) : number(value);
    }

    /** Four significant digits, all digits before the decimal point, and an exponent where that would be long. */
    private static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7) {
            return String.format(Locale.ROOT, "%." + (DIGITS - 1) + "e", value);
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = Math.max(DIGITS, exact.precision() - exact.scale());
        return exact.round(new MathContext(digits)).stripTrailingZeros().toPlainString();
    }
}
