package chalkline.modelzip;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of a dense network's configuration whose class the JSON chooses, with every class that may be chosen, by name:
 * nothing is loaded here. A class is on the list if it is Deeplearning4j's own, holds no code of the configuration's
 * author, and comes back from JSON as it was (RampSchedule does not: its fields are not written; nor does ActivationPReLU,
 * which belongs to a layer of its own). What Deeplearning4j has deprecated may still stand in a file.
 */
public enum ConfigurationPart {
    LAYER(
            "a layer of a dense network",
            "org.deeplearning4j.nn.conf.layers.",
            "ActivationLayer",
            "BatchNormalization",
            "DenseLayer",
            "DropoutLayer",
            "LossLayer",
            "OutputLayer"),
    ACTIVATION(
            "a known activation",
            "org.nd4j.linalg.activations.impl.",
            "ActivationCube",
            "ActivationELU",
            "ActivationGELU",
            "ActivationHardSigmoid",
            "ActivationHardTanH",
            "ActivationIdentity",
            "ActivationLReLU",
            "ActivationMish",
            "ActivationRReLU",
            "ActivationRationalTanh",
            "ActivationReLU",
            "ActivationReLU6",
            "ActivationRectifiedTanh",
            "ActivationSELU",
            "ActivationSigmoid",
            "ActivationSoftPlus",
            "ActivationSoftSign",
            "ActivationSoftmax",
            "ActivationSwish",
            "ActivationTanH",
            "ActivationThresholdedReLU"),
    LOSS(
            "a known loss",
            "org.nd4j.linalg.lossfunctions.impl.",
            "LossBinaryXENT",
            "LossCosineProximity",
            "LossFMeasure",
            "LossHinge",
            "LossKLD",
            "LossL1",
            "LossL2",
            "LossMAE",
            "LossMAPE",
            "LossMCXENT",
            "LossMSE",
            "LossMSLE",
            "LossMixtureDensity",
            "LossMultiLabel",
            "LossNegativeLogLikelihood",
            "LossPoisson",
            "LossSparseMCXENT",
            "LossSquaredHinge",
            "LossWasserstein"),
    UPDATER("a known updater", "org.nd4j.linalg.learning.config.", JsonUpdaters.updaters()),
    SCHEDULE("a known schedule", "org.nd4j.linalg.schedule.", JsonUpdaters.schedules()),
    REGULARISATION(
            "a known regularisation",
            "org.nd4j.linalg.learning.regularization.",
            "L1Regularization",
            "L2Regularization",
            "WeightDecay"),
    CONSTRAINT(
            "a known constraint",
            "org.deeplearning4j.nn.conf.constraint.",
            "MaxNormConstraint",
            "MinMaxNormConstraint",
            "NonNegativeConstraint",
            "UnitNormConstraint"),
    DROPOUT(
            "a known dropout",
            "org.deeplearning4j.nn.conf.dropout.",
            "AlphaDropout",
            "Dropout",
            "GaussianDropout",
            "GaussianNoise"),
    WEIGHT_NOISE("a known weight noise", "org.deeplearning4j.nn.conf.weightnoise.", "DropConnect", "WeightNoise"),
    WEIGHT_INIT(
            "a known weight initialisation",
            "org.deeplearning4j.nn.weights.",
            "WeightInitConstant",
            "WeightInitDistribution",
            "WeightInitIdentity",
            "WeightInitLecunUniform",
            "WeightInitNormal",
            "WeightInitRelu",
            "WeightInitReluUniform",
            "WeightInitSigmoidUniform",
            "WeightInitUniform",
            "WeightInitVarScalingNormalFanAvg",
            "WeightInitVarScalingNormalFanIn",
            "WeightInitVarScalingNormalFanOut",
            "WeightInitVarScalingUniformFanAvg",
            "WeightInitVarScalingUniformFanIn",
            "WeightInitVarScalingUniformFanOut",
            "WeightInitXavier",
            "WeightInitXavierLegacy",
            "WeightInitXavierUniform"),
    DISTRIBUTION(
            "a known distribution",
            "org.deeplearning4j.nn.conf.distribution.",
            "BinomialDistribution",
            "ConstantDistribution",
            "GaussianDistribution",
            "LogNormalDistribution",
            "NormalDistribution",
            "OrthogonalDistribution",
            "TruncatedNormalDistribution",
            "UniformDistribution");

    private final String description;
    private final Set<String> classNames;

    ConfigurationPart(String description, String packageName, String... classes) {
        this.description = description;
        this.classNames = Arrays.stream(classes).map(packageName::concat).collect(Collectors.toUnmodifiableSet());
    }

    /** What its classes are, for sentences. */
    String description() {
        return description;
    }

    /** The names of the allowed classes. */
    public Set<String> classNames() {
        return classNames;
    }

    /** Whether the class of this name is allowed; no class is loaded. */
    boolean allows(String className) {
        return classNames.contains(className);
    }

    /** The member of a JSON object that names the class. */
    String classMember() {
        return this == DISTRIBUTION ? "type" : "@class";
    }
}
