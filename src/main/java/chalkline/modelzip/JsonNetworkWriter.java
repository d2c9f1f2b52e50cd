package chalkline.modelzip;

import chalkline.network.Activation;
import chalkline.network.Constraint;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Updater;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Writes the configuration.json that Deeplearning4j writes of the network, once it has been trained for so long. */
public final class JsonNetworkWriter {
    private static final String NN = "org.deeplearning4j.nn.";
    private static final String ND4J = "org.nd4j.linalg.";

    private final Network network;
    private final long iteration;
    private final long epoch;

    private JsonNetworkWriter(Network network, long iteration, long epoch) {
        this.network = network;
        this.iteration = iteration;
        this.epoch = epoch;
    }

    /**
     * @param iteration how many steps were taken
     * @param epoch how many epochs were ended
     * @throws InvalidInputException where Deeplearning4j has no word for something in it
     */
    public static byte[] write(Network network, long iteration, long epoch) {
        network.requireSequence("a model zip");
        JsonObject root = new JsonNetworkWriter(network, iteration, epoch).root();
        return new GsonBuilder()
                .serializeNulls()
                .setPrettyPrinting()
                .create()
                .toJson(root)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String dataType() {
        return network.precision() == Precision.FLOAT32 ? "FLOAT" : "DOUBLE";
    }

    private JsonObject root() {
        JsonArray confs = new JsonArray();
        for (int l = 1; l <= network.depth(); l++) {
            confs.add(conf(l));
        }
        JsonObject root = new JsonObject();
        root.addProperty("backpropType", "Standard");
        root.addProperty("cacheMode", "NONE");
        root.add("confs", confs);
        root.addProperty("dataType", dataType());
        root.addProperty("epochCount", epoch);
        root.addProperty("inferenceWorkspaceMode", "ENABLED");
        root.add("inputPreProcessors", new JsonObject());
        root.addProperty("iterationCount", iteration);
        root.addProperty("tbpttBackLength", 20);
        root.addProperty("tbpttFwdLength", 20);
        root.addProperty("trainingWorkspaceMode", "ENABLED");
        root.addProperty("validateOutputLayerConfig", true);
        return root;
    }

    private JsonObject conf(int l) {
        JsonArray variables = new JsonArray();
        network.parameters(l).forEach(id -> variables.add(id.role().text()));
        JsonObject conf = new JsonObject();
        conf.addProperty("cacheMode", "NONE");
        conf.addProperty("dataType", dataType());
        conf.addProperty("epochCount", epoch);
        // Deeplearning4j counts steps in the network alone.
        conf.addProperty("iterationCount", 0);
        conf.add("layer", layer(l));
        conf.addProperty("maxNumLineSearchIterations", 5);
        conf.addProperty("miniBatch", !network.loss().isSum());
        conf.addProperty("minimize", true);
        conf.addProperty("optimizationAlgo", "STOCHASTIC_GRADIENT_DESCENT");
        conf.addProperty("seed", network.seed());
        conf.add("stepFunction", JsonNull.INSTANCE);
        conf.add("variables", variables);
        return conf;
    }

    private JsonObject layer(int l) {
        Layer layer = network.layer(l);
        boolean last = l == network.depth();
        boolean dense = layer.kind() == Layer.Kind.DENSE;
        boolean alone = layer.kind() == Layer.Kind.ACTIVATION && !last;
        JsonObject json = ofClass(NN + "conf.layers.", ModelContent.kind(network, l));
        // A dropout layer carries Deeplearning4j's default, which it never uses.
        json.add(
                "activationFn",
                activation(layer.kind() == Layer.Kind.DROPOUT ? Activation.SIGMOID : layer.activation()));
        json.add("constraints", constraints(layer));
        json.addProperty(
                "gradientNormalization",
                JsonUpdaters.camelCase(
                        "-" + layer.gradientNormalisation().kind().label()));
        json.addProperty(
                "gradientNormalizationThreshold",
                alone ? 0.0 : layer.gradientNormalisation().threshold());
        json.add("idropout", dropout(layer));
        json.addProperty("layerName", "layer" + (l - 1));
        if (alone) {
            return json;
        }
        Updater updater = network.updater(l, false);
        Optional<Updater> ofBiases =
                network.hasBiasUpdater(l) && dense ? Optional.of(network.updater(l, true)) : Optional.empty();
        json.addProperty("biasInit", 0.0);
        json.add(
                "biasUpdater",
                ofBiases.map(JsonUpdaters::write).map(JsonElement.class::cast).orElse(JsonNull.INSTANCE));
        json.addProperty("gainInit", 1.0);
        json.add("iupdater", JsonUpdaters.write(updater));
        json.addProperty("nin", layer.inputs());
        json.addProperty("nout", layer.units());
        json.add("regularization", regularisers(layer.regularisation().weights()));
        json.add("regularizationBias", regularisers(layer.regularisation().biases()));
        json.add("timeDistributedFormat", JsonNull.INSTANCE);
        json.add("weightInitFn", initialiser(layer.initialiser()));
        json.add("weightNoise", JsonNull.INSTANCE);
        if (dense) {
            json.addProperty("hasBias", layer.hasBias());
        }
        if (dense && !last) {
            json.addProperty("hasLayerNorm", layer.layerNorm().isPresent());
        }
        if (last) {
            json.add("lossFn", loss(network.loss()));
        }
        return json;
    }

    private static JsonObject ofClass(String packageName, String name) {
        JsonObject json = new JsonObject();
        json.addProperty("@class", packageName + name);
        return json;
    }

    private static JsonObject activation(Activation f) {
        JsonObject json = ofClass("", JsonActivations.className(f.kind()));
        for (int i = 0; i < f.kind().parameters().size(); i++) {
            String key = JsonActivations.key(f.kind(), i);
            double value = f.parameter(i);
            if (f.kind() == Activation.Kind.RELU && f.isUsual(i)) {
                json.add(key, JsonNull.INSTANCE);
            } else if (f.kind().parameters().get(i).flag()) {
                json.addProperty(key, value != 0);
            } else {
                json.addProperty(key, value);
            }
        }
        return json;
    }

    private static JsonElement dropout(Layer layer) {
        if (layer.retainProbability().isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = ofClass(NN + "conf.dropout.", "Dropout");
        json.addProperty("p", layer.retainProbability().getAsDouble());
        json.addProperty("helperAllowFallback", true);
        json.add("pschedule", JsonNull.INSTANCE);
        return json;
    }

    private static JsonElement constraints(Layer layer) {
        JsonArray all = new JsonArray();
        for (Constraint constraint : layer.constraints()) {
            JsonArray parameters = new JsonArray();
            if (constraint.on().covers(true) && layer.hasBias()) {
                parameters.add("b");
            }
            if (constraint.on().covers(false)) {
                parameters.add("W");
            }
            if (!parameters.isEmpty()) {
                all.add(constraint(constraint, parameters));
            }
        }
        return all.isEmpty() ? JsonNull.INSTANCE : all;
    }

    private static JsonObject constraint(Constraint constraint, JsonArray parameters) {
        JsonObject json = ofClass(
                NN + "conf.constraint.",
                constraint.kind() == Constraint.Kind.NON_NEGATIVE
                        ? "NonNegativeConstraint"
                        : JsonUpdaters.camelCase("-" + constraint.kind().label() + "-constraint"));
        JsonArray dimensions = new JsonArray();
        dimensions.add(constraint.dimension());
        json.add("dimensions", constraint.kind() == Constraint.Kind.NON_NEGATIVE ? JsonNull.INSTANCE : dimensions);
        json.addProperty("epsilon", constraint.epsilon());
        json.add("params", parameters);
        switch (constraint.kind()) {
            case MAX_NORM -> json.addProperty("maxNorm", constraint.most());
            case MIN_MAX_NORM -> {
                json.addProperty("min", constraint.least());
                json.addProperty("max", constraint.most());
                json.addProperty("rate", constraint.rate());
            }
            case NON_NEGATIVE, UNIT_NORM -> {}
        }
        return json;
    }

    private static JsonArray regularisers(Terms terms) {
        JsonArray all = new JsonArray();
        if (terms.l1() > 0) {
            all.add(regulariser("L1Regularization", "l1", terms.l1()));
        }
        if (terms.l2() > 0) {
            all.add(regulariser("L2Regularization", "l2", terms.l2()));
        }
        if (terms.weightDecay() > 0) {
            JsonObject decay = regulariser("WeightDecay", "coeff", terms.weightDecay());
            decay.addProperty("applyLR", terms.decayTimesRate());
            all.add(decay);
        }
        return all;
    }

    private static JsonObject regulariser(String name, String key, double coefficient) {
        JsonObject schedule = ofClass(ND4J + "schedule.", "FixedSchedule");
        schedule.addProperty("value", coefficient);
        JsonObject json = ofClass(ND4J + "learning.regularization.", name);
        json.add(key, schedule);
        return json;
    }

    private static JsonObject initialiser(Initialiser initialiser) {
        String name = switch (initialiser.kind()) {
            case XAVIER -> "WeightInitXavier";
            case XAVIER_UNIFORM -> "WeightInitXavierUniform";
            case RELU -> "WeightInitRelu";
            case RELU_UNIFORM -> "WeightInitReluUniform";
            case LECUN_NORMAL -> "WeightInitNormal";
            case LECUN_UNIFORM -> "WeightInitLecunUniform";
            case ZERO -> "WeightInitConstant";
            case UNIFORM, NORMAL, CONSTANT -> "WeightInitDistribution";
        };
        JsonObject json = ofClass(NN + "weights.", name);
        if (initialiser.kind() == Initialiser.Kind.ZERO) {
            json.addProperty("value", 0.0);
        }
        if (initialiser.kind().hasWidth()) {
            json.add("distribution", distribution(initialiser));
        }
        return json;
    }

    private static JsonObject distribution(Initialiser initialiser) {
        double width = initialiser.width();
        JsonObject json = new JsonObject();
        String type = NN + "conf.distribution.";
        switch (initialiser.kind()) {
            case UNIFORM -> {
                json.addProperty("type", type + "UniformDistribution");
                json.addProperty("lower", -width);
                json.addProperty("upper", width);
            }
            case NORMAL -> {
                json.addProperty("type", type + "NormalDistribution");
                json.addProperty("mean", 0.0);
                json.addProperty("std", width);
            }
            default -> {
                json.addProperty("type", type + "ConstantDistribution");
                json.addProperty("value", width);
            }
        }
        return json;
    }

    private JsonObject loss(Loss loss) {
        JsonObject json = ofClass(
                ND4J + "lossfunctions.impl.",
                switch (loss.kind()) {
                    case MSE -> "LossMSE";
                    case L2, HALF_SQUARED_ERROR -> "LossL2";
                    case L1 -> "LossL1";
                    case MEAN_ABSOLUTE_ERROR -> "LossMAE";
                    case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> "LossMAPE";
                    case MEAN_SQUARED_LOGARITHMIC_ERROR -> "LossMSLE";
                    case MCXENT -> "LossMCXENT";
                    case XENT -> "LossBinaryXENT";
                    case KL_DIVERGENCE -> "LossKLD";
                    case COSINE_PROXIMITY -> "LossCosineProximity";
                    case HINGE -> "LossHinge";
                    case SQUARED_HINGE -> "LossSquaredHinge";
                    case POISSON -> "LossPoisson";
                    case WASSERSTEIN -> "LossWasserstein";
                    case RECONSTRUCTION_CROSSENTROPY ->
                        throw new InvalidInputException(network.name() + ": a model zip has no word for " + loss.label()
                                + ": Deeplearning4j saves kl-divergence for it");
                });
        if (loss.kind() == Loss.Kind.MCXENT) {
            json.addProperty("softmaxClipEps", 1e-10);
        }
        if (loss.kind() == Loss.Kind.XENT) {
            json.addProperty("clipEps", 1e-5);
        }
        List<Double> halves = Collections.nCopies(network.outputs(), 0.5);
        loss.weights()
                .or(() -> Optional.of(halves).filter(h -> loss.kind() == Loss.Kind.HALF_SQUARED_ERROR))
                .ifPresent(weights -> json.add("weights", weights(weights)));
        return json;
    }

    private JsonObject weights(List<Double> weights) {
        JsonArray shape = new JsonArray();
        shape.add(1);
        shape.add(weights.size());
        JsonArray data = new JsonArray();
        weights.forEach(weight -> data.add(new JsonPrimitive(weight)));
        JsonObject json = new JsonObject();
        json.addProperty("dataType", dataType());
        json.add("shape", shape);
        json.add("data", data);
        return json;
    }
}
