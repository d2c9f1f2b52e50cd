package chalkline.dl4j;

import chalkline.check.OwnFunction;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.training.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer of somebody's own in the place of an activation function, so that what passes through it is recorded: forward it
 * gives what the layer gives, back the gradient of the layer's input, and it keeps the gradients of the layer's parameters.
 */
final class OwnLayer implements IActivation {
    private static final long serialVersionUID = 1L;
    private static final String DEEPLEARNING4J = "org.deeplearning4j.";

    private final String name;
    private final int number;
    private final transient Layer layer;
    private final transient Layer exact;
    private final transient Map<StepId, ArraySnapshot> gradients = new LinkedHashMap<>();

    /** @param layer of an initialised network; it stays as it is, a copy works */
    private OwnLayer(Layer layer, DataType type) {
        this.name = layer.conf().getLayer().getClass().getSimpleName();
        this.number = layer.getIndex() + 1;
        if (layer.conf().getLayer().getIDropout() != null) {
            throw new InvalidInputException("layer " + number + " (" + name
                    + "): dropout of the input of a layer of your own cannot be checked");
        }
        this.layer = in(type, layer);
        this.exact = in(DataType.DOUBLE, layer);
        layer.paramTable().keySet().forEach(this::parameter);
    }

    private static Layer in(DataType type, Layer layer) {
        long size = layer.numParams();
        INDArray parameters =
                size == 0 ? null : layer.params().castTo(type).dup('f').reshape(1, size);
        NeuralNetConfiguration conf = layer.conf().clone();
        conf.setDataType(type);
        Layer copy = conf.getLayer().instantiate(conf, null, layer.getIndex(), parameters, false, type);
        if (size > 0) {
            copy.setBackpropGradientsViewArray(Nd4j.create(type, 1, size));
        }
        return copy;
    }

    private StepId parameter(String key) {
        return StepId.parse(key + number)
                .filter(id -> Set.of(StepId.w(number), StepId.b(number), StepId.g(number))
                        .contains(id))
                .orElseThrow(() -> new InvalidInputException("layer " + number + " (" + name + ") has the parameter "
                        + key + "; those of a layer of your own must be called W, b or g to be checked"));
    }

    /** Which layers of a network are somebody's own, and not the last one. */
    static Set<Integer> numbers(MultiLayerNetwork network) {
        Set<Integer> numbers = new TreeSet<>();
        for (int l = 1; l < network.getnLayers(); l++) {
            Class<?> kind = network.getLayer(l - 1).conf().getLayer().getClass();
            if (!kind.getName().startsWith(DEEPLEARNING4J)) {
                numbers.add(l);
            }
        }
        return numbers;
    }

    /**
     * The same network, at the same step, with these layers in the place of activation functions: their parameters are no
     * longer trained.
     *
     * @throws InvalidInputException where one of them cannot be checked
     */
    static MultiLayerNetwork opened(MultiLayerNetwork network, Set<Integer> numbers) {
        DataType type = Dl4jModel.dataType(network);
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        for (int l : numbers) {
            NeuralNetConfiguration conf = configuration.getConf(l - 1);
            conf.clearVariables();
            conf.setLayer(new ActivationLayer.Builder()
                    .activation(new OwnLayer(network.getLayer(l - 1), type))
                    .build());
        }
        // What somebody's layer hands out need not lie where Deeplearning4j's own layers put it; the numbers are the
        // same.
        configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
        MultiLayerNetwork opened = new MultiLayerNetwork(configuration);
        opened.init();
        State state = Dl4jModel.of(network).state();
        Map<StepId, Matrix> kept = new LinkedHashMap<>(state.arrays());
        kept.keySet().removeIf(id -> numbers.contains(id.layer()));
        Dl4jModel.of(opened).restore(new State(kept, state.iteration(), state.epoch()));
        return opened;
    }

    /** How wide the input of a layer is, where it is one in the place of an activation function, and says so. */
    static OptionalLong inputs(Layer layer) {
        return layer.conf().getLayer() instanceof ActivationLayer alone
                        && alone.getActivationFn() instanceof OwnLayer own
                        && own.layer.conf().getLayer() instanceof FeedForwardLayer wide
                        && wide.getNIn() > 0
                ? OptionalLong.of(wide.getNIn())
                : OptionalLong.empty();
    }

    /** The layer's number. */
    int number() {
        return number;
    }

    /** Its parameters at the start of the step, as steps of a trace. */
    List<Step> parameters() {
        return layer.paramTable().entrySet().stream()
                .map(each -> Recorder.recorded(parameter(each.getKey()), NdArrays.matrix(each.getValue())))
                .toList();
    }

    /** As a function of what comes into it and of its parameters. */
    OwnFunction function() {
        List<OwnFunction.Parameter> parameters = new ArrayList<>();
        exact.paramTable()
                .forEach((key, values) -> parameters.add(new OwnFunction.Parameter(parameter(key), (input, changed) -> {
                    INDArray live = exact.getParam(key);
                    INDArray before = live.dup();
                    live.assign(NdArrays.of(changed, DataType.DOUBLE).reshape('c', live.shape()));
                    try {
                        return value(input);
                    } finally {
                        live.assign(before);
                    }
                })));
        StepId input = number == 1 ? StepId.X : StepId.a(number - 1);
        return new OwnFunction(name, input, StepId.a(number), this::value, parameters);
    }

    private Matrix value(Matrix input) {
        return NdArrays.matrix(forward(exact, NdArrays.of(input, DataType.DOUBLE)));
    }

    /**
     * The gradients of its parameters in the recorded step, as means over the examples.
     *
     * @param examples by which sums are divided
     */
    List<Step> gradients(int examples) {
        return gradients.entrySet().stream()
                .map(each -> new Step(
                        each.getKey().gradient(),
                        Step.Source.RECORDED,
                        Optional.of(each.getValue().dividedBy(examples)),
                        new Step.Scaling(examples, false)))
                .toList();
    }

    private static INDArray forward(Layer layer, INDArray in) {
        layer.setInputMiniBatchSize((int) in.size(0));
        return layer.activate(in.dup(), true, LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return forward(layer, in).dup();
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        forward(layer, in);
        layer.setInput(in.dup(), LayerWorkspaceMgr.noWorkspaces());
        Pair<Gradient, INDArray> both = layer.backpropGradient(epsilon.dup(), LayerWorkspaceMgr.noWorkspaces());
        gradients.clear();
        layer.paramTable().keySet().forEach(key -> {
            INDArray gradient = both.getFirst().getGradientFor(key);
            if (gradient == null) {
                throw new InvalidInputException(
                        "layer " + number + " (" + name + ") hands out no gradient of its parameter " + key);
            }
            gradients.put(parameter(key), ArraySnapshot.of(gradient));
        });
        return new Pair<>(both.getSecond().dup(), null);
    }

    @Override
    public int numParams(int inputSize) {
        return 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
