package chalkline.report;

import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The curves of a training: losses, and norms by parameter. */
final class CurveSections {
    /** More lines than this are no longer told apart. */
    private static final int MOST_LINES = 6;

    private static final Map<String, String> CAPTIONS = Map.of(
            "gradientNorms", "Gradient norms",
            "updateNorms", "Update norms",
            "parameterNorms", "Parameter norms");
    private static final Map<String, String> READINGS = Map.of(
            "gradientNorms", "√Σg² of each parameter's gradient in the epoch's last step.",
            "updateNorms", "√Σu² of what the epoch's last step subtracted from each parameter.",
            "parameterNorms", "√Σw² of each parameter after the epoch.");

    private CurveSections() {}

    static List<Html> of(Metrics metrics) {
        if (metrics.epochs() == 0) {
            return List.of();
        }
        List<Html> figures = new ArrayList<>();
        figures.add(losses(metrics));
        for (String kind : Metrics.NORMS) {
            if (!metrics.parameters(kind).isEmpty()) {
                figures.add(norms(metrics, kind));
            }
        }
        List<Html> parts = new ArrayList<>();
        if (metrics.isSelection()) {
            parts.add(Html.of(
                            "p",
                            "Of " + metrics.epochs()
                                    + " epochs, those are drawn and listed that are highest or lowest of their"
                                    + " time; metrics.jsonl has all of them.")
                    .in("note"));
        }
        parts.add(Html.of("div", figures).in("figures"));
        return parts;
    }

    private static Html losses(Metrics metrics) {
        List<LineChart.Series> series = new ArrayList<>();
        series.add(new LineChart.Series("training loss", metrics.column(Metrics.LOSS)));
        boolean validated = metrics.has(Metrics.VALIDATION_LOSS);
        if (validated) {
            series.add(new LineChart.Series("validation loss", metrics.column(Metrics.VALIDATION_LOSS)));
        }
        return new LineChart(
                        "Loss",
                        "Mean over the training examples, each in its mini-batch before the step"
                                + (validated ? "; of the validation rows after the epoch." : "."),
                        "epoch",
                        metrics.column("epoch"),
                        series)
                .draw();
    }

    /** Of a deep network the first and the last weights, which is where gradients vanish and explode. */
    private static Html norms(Metrics metrics, String kind) {
        List<String> weights = metrics.parameters(kind).stream()
                .filter(name -> StepId.parse(name).filter(StepId::isBias).isEmpty())
                .toList();
        List<String> names = weights.isEmpty() ? metrics.parameters(kind) : weights;
        boolean few = names.size() <= MOST_LINES;
        List<String> drawn = new ArrayList<>(few ? names : names.subList(0, MOST_LINES / 2));
        if (!few) {
            drawn.addAll(names.subList(names.size() - MOST_LINES / 2, names.size()));
        }
        String left = names.size() == drawn.size() ? "" : " The first and the last of " + names.size() + " layers.";
        return new LineChart(
                        CAPTIONS.get(kind),
                        READINGS.get(kind) + left,
                        "epoch",
                        metrics.column("epoch"),
                        drawn.stream()
                                .map(name -> new LineChart.Series(name, metrics.column(kind + "." + name)))
                                .toList())
                .draw();
    }
}
