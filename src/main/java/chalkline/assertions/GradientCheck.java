package chalkline.assertions;

import chalkline.check.CheckResult;
import chalkline.check.KnownDifference;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
import chalkline.dl4j.OwnParts;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.report.CheckText;
import chalkline.training.CheckedStep;
import chalkline.training.Recording;
import chalkline.training.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * One real training step of a network in memory, held against the derivation by hand:
 *
 * <pre>{@code
 * CheckResult result = GradientCheck.of(network).on(dataSet);   // a value, to look at
 * GradientCheck.of(network).assertAgrees(dataSet);              // for a test
 * }</pre>
 *
 * <p>Where the network has an activation, a loss or a hidden layer of somebody's own, what it gives and its gradients, of its
 * input and of its parameters W, b and g, are held against its own forward pass in float64 and an extrapolated difference of it,
 * with an estimate of the error; a finding says so. Every other step is held against the derivation; what the updater makes of
 * the parameters of a layer of somebody's own is not checked.
 *
 * <p>The step is taken by a copy; the network itself is not changed.
 */
public final class GradientCheck {
    private final MultiLayerNetwork network;
    private final Set<String> known;

    private GradientCheck(MultiLayerNetwork network, Set<String> known) {
        this.network = network;
        this.known = known;
    }

    /**
     * Of this network, from the parameters and the updater's state that it has now.
     *
     * @throws IllegalArgumentException where it is not initialised
     */
    public static GradientCheck of(MultiLayerNetwork network) {
        if (!network.isInitCalled()) {
            throw new IllegalArgumentException("the network has no parameters yet: call init() first");
        }
        return new GradientCheck(network, Set.of());
    }

    /**
     * The same, where these known defects of Deeplearning4j do not speak against the step.
     *
     * @param ids as in the catalogue, such as {@code weight-decay-twice}
     * @throws IllegalArgumentException where the catalogue has no such defect
     */
    public GradientCheck known(String... ids) {
        Set<String> all = new TreeSet<>(known);
        Set<String> defects = new Dl4j()
                .knownDifferences().entries().stream()
                        .filter(each -> each.kind() == KnownDifference.Kind.DEFECT)
                        .map(KnownDifference::id)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String id : ids) {
            if (!defects.contains(id)) {
                throw new IllegalArgumentException("no known defect is called " + id + "; there are " + defects);
            }
            all.add(id);
        }
        return new GradientCheck(network, all);
    }

    /**
     * Takes one step on these examples, and judges it.
     *
     * @throws IllegalArgumentException where the examples do not fit the network
     * @throws chalkline.network.InvalidInputException where the network has something that the derivation does not cover; its
     *     message names it
     */
    public CheckResult on(DataSet examples) {
        return checked(examples).result();
    }

    /**
     * Takes one step on these examples.
     *
     * @throws AssertionError where the step does not agree, or where nothing can be said; its message begins with the verdict
     *     and the first step that deviates
     * @throws IllegalArgumentException as {@link #on}
     * @throws chalkline.network.InvalidInputException as {@link #on}
     */
    public void assertAgrees(DataSet examples) {
        CheckedStep checked = checked(examples);
        if (checked.result().verdict() != Verdict.AGREES) {
            throw new AssertionError(CheckText.of(checked, Notation.XW_PLUS_B));
        }
    }

    private CheckedStep checked(DataSet examples) {
        Dl4jModel model = Dl4jModel.of(network);
        OwnParts own = new OwnParts(network, examples);
        if (!own.functions().isEmpty()) {
            Batch batch = batch(examples);
            Recording recording = own.record(batch);
            return CheckedStep.of(
                    new Dl4j(), own.withStandIns(recording.trace()), recording, batch, own.functions(), known);
        }
        Network described = model.network("network");
        return CheckedStep.of(new Dl4j(), described, model, Sample.of(described, batch(examples)), known);
    }

    private static Batch batch(DataSet examples) {
        Matrix features = matrix("features", examples.getFeatures());
        Matrix labels = matrix("labels", examples.getLabels());
        Batch batch = new Batch(features, labels, names("x", features.columns()), names("y", labels.columns()));
        return Optional.ofNullable(examples.getLabelsMaskArray())
                .map(mask -> batch.masked(matrix("mask", mask)))
                .orElse(batch);
    }

    private static Matrix matrix(String what, INDArray array) {
        if (array == null || array.rank() != 2) {
            throw new IllegalArgumentException("the " + what + " must be a matrix with a row for each example, not "
                    + (array == null ? "missing" : "of rank " + array.rank()));
        }
        double[] values = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        return Matrix.owning((int) array.size(0), (int) array.size(1), values);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> prefix + k).toList();
    }
}
