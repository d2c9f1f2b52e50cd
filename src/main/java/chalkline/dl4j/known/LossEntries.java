package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.convention;
import static chalkline.dl4j.known.CatalogueEntry.defect;

import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Loss.Kind;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Losses and their gradients. */
final class LossEntries {
    static final List<CatalogueEntry> ALL = List.of(
            convention(
                            "mcxent-clip",
                            "−Σ y·ln a",
                            "−Σ y·ln a with softmax's a clipped to [1e-10, 1 − 1e-10]; the gradient is not clipped",
                            "The reported loss of an example is at most 23.03; gradients are right.")
                    .decided(2030)
                    .where(is(Kind.MCXENT), LossEntries::loss),
            defect(
                            "mcxent-label-sum",
                            "dZ = (A·Σy − y) / N of softmax and cross entropy",
                            "(A − y) / N, as if the labels of every example summed to 1",
                            "Labels that do not sum to 1 train something else than the loss that is reported.")
                    .where(
                            is(Kind.MCXENT)
                                    .and(LossEntries::isFused)
                                    .and(network -> network.loss().weights().isEmpty()),
                            LossEntries::lessLabels),
            convention(
                            "kl-divergence-clip",
                            "Σ y·ln(y / a), a label of 0 adding 0",
                            "Σ y·ln(y / a) with a and y clipped to [1e-5, 1]; the gradient is not clipped",
                            "The reported loss is off: a label of 0 adds 1e-5·ln(1e-5 / a). Gradients are right.")
                    .decided(1340)
                    .where(is(Kind.KL_DIVERGENCE), LossEntries::loss),
            defect(
                            "xent-clip",
                            "−Σ(y·ln a + (1 − y)·ln(1 − a)) and dA = (a − y) / (a(1 − a))",
                            "both with a clipped to [1e-5, 1 − 1e-5]",
                            "A saturated unit that is badly wrong gets almost no gradient: at z = 20 and y = 0 dZ is 0.0002"
                                    + " instead of 1.")
                    .decided(2121)
                    .where(is(Kind.XENT), (fit, step) -> loss(fit, step) || gradient(fit, step)),
            defect(
                            "reconstruction-crossentropy-is-kl-divergence",
                            "−Σ(y·ln a + (1 − y)·ln(1 − a)) and its gradient",
                            "Σ y·ln(y / a) and −y / a: the name stands for kl-divergence",
                            "Another loss is trained: nothing draws an output whose label is 0 down.")
                    .where(
                            is(Kind.RECONSTRUCTION_CROSSENTROPY),
                            (fit, step) -> loss(fit, step) || gradient(fit, step) || losesRows(fit, step)),
            defect(
                            "zero-over-zero",
                            "a label of 0 has no share in Σ y·ln a, whatever a is: its gradient is 0",
                            "−y / a is 0 / 0, and 0·ln 0, where y and a are 0: NaN",
                            "One output that underflows to 0 makes the gradients NaN, and then every parameter.")
                    .where(
                            is(Kind.MCXENT, Kind.KL_DIVERGENCE).and(network -> !isFused(network)),
                            (fit, step) -> gradient(fit, step) || losesRows(fit, step)),
            defect(
                            "poisson-zero-log-zero",
                            "Σ(a − y·ln a), a label of 0 adding a, and 1 − y / a",
                            "0·ln 0 and 0 / 0 where y and a are 0: NaN",
                            "A count of 0 on an output of 0, both as they should be, makes every parameter NaN.")
                    .where(is(Kind.POISSON), (fit, step) -> loss(fit, step) || gradient(fit, step)),
            defect(
                            "cosine-clip",
                            "−a·y / (‖a‖·‖y‖) and its gradient",
                            "‖a‖ and ‖y‖, and in the gradient ‖a‖² too, taken as 1e-5 where they are smaller",
                            "Gradients are too small where ‖a‖ is below 3e-3.")
                    .where(is(Kind.COSINE_PROXIMITY), (fit, step) -> loss(fit, step) || gradient(fit, step)),
            defect(
                            "loss-layer-score",
                            "loss = L(f(Z), y)",
                            "loss = L(f(dZ), y): a loss layer scores the array that its way back has overwritten",
                            "The loss that a loss layer reports is a wrong number; gradients are right.")
                    .where(
                            LossEntries::endsInLossLayer,
                            (fit, step) -> endsInLossLayer(fit.network()) && new LossLayerImitation(fit).gives(step)));

    private LossEntries() {}

    private static Predicate<Network> is(Kind... kinds) {
        return network -> List.of(kinds).contains(network.loss().kind());
    }

    /** Softmax and cross entropy have their gradient in one formula, which divides by nothing. */
    private static boolean isFused(Network network) {
        return network.loss().kind() == Kind.MCXENT
                && network.layer(network.depth()).activation().kind() == Activation.Kind.SOFTMAX;
    }

    private static boolean endsInLossLayer(Network network) {
        return network.layer(network.depth()).kind() == Layer.Kind.ACTIVATION;
    }

    private static boolean loss(Fit fit, StepResult step) {
        Network network = fit.network();
        return step.id().equals(StepId.LOSS)
                && new LossImitation(network.loss(), fit.precision(), fit.mask())
                        .mean(output(fit), fit.value(StepId.Y))
                        .is(fit.actual(step));
    }

    private static boolean gradient(Fit fit, StepResult step) {
        return step.id().equals(StepId.a(fit.network().depth()).gradient())
                && slopes(fit).is(fit.actual(step));
    }

    /** (A − y) / N, where that is not what the labels make it. */
    private static boolean lessLabels(Fit fit, StepResult step) {
        Matrix a = output(fit);
        Matrix y = fit.value(StepId.Y);
        if (!step.id().equals(StepId.z(fit.network().depth()).gradient())
                || IntStream.range(0, y.rows()).allMatch(i -> sum(y, i) == 1)) {
            return false;
        }
        double n = fit.network().loss().divisor(y.rows());
        return Foretold.of(
                        a.size(),
                        k -> counts(fit, k) * (a.get(k) - y.get(k)) / n,
                        k -> 4 * fit.unit() * (a.get(k) + Math.abs(y.get(k))) / n + fit.least())
                .is(fit.actual(step));
    }

    private static double sum(Matrix labels, int row) {
        return IntStream.range(0, labels.columns())
                .mapToDouble(j -> labels.get(row, j))
                .sum();
    }

    private static double counts(Fit fit, int k) {
        int columns = output(fit).columns();
        return fit.mask()
                .map(mask -> mask.get(k / columns, mask.columns() == 1 ? 0 : k % columns))
                .orElse(1.0);
    }

    private static Foretold slopes(Fit fit) {
        Loss loss = fit.network().loss();
        return new LossImitation(loss, fit.precision(), fit.mask()).gradient(output(fit), fit.value(StepId.Y));
    }

    private static Matrix output(Fit fit) {
        return fit.value(StepId.a(fit.network().depth()));
    }

    /** Softmax spreads what is not finite over its row, and over no other; dA is then not exposed. */
    private static boolean losesRows(Fit fit, StepResult step) {
        int last = fit.network().depth();
        if (fit.trace().has(StepId.a(last).gradient())
                || !step.id().equals(StepId.z(last).gradient())) {
            return false;
        }
        double[] dA = slopes(fit).values();
        Matrix dZ = fit.actual(step);
        int m = dZ.columns();
        return step.count(StepVerdict.DEVIATES) == 0
                && IntStream.range(0, dZ.size())
                        .allMatch(k -> Double.isFinite(dZ.get(k))
                                == IntStream.range(k / m * m, k / m * m + m).allMatch(j -> Double.isFinite(dA[j])));
    }
}
