package chalkline.dl4j;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.BinomialDistribution;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.distribution.GaussianDistribution;
import org.deeplearning4j.nn.conf.distribution.LogNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitLecunUniform;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitSigmoidUniform;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanAvg;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanIn;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanOut;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanAvg;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanIn;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanOut;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierLegacy;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The parts of a dense network's configuration whose class the JSON chooses, with every class that may be chosen. A
 * class is on the list if it is Deeplearning4j's own, holds no code of the configuration's author, and comes back from
 * JSON as it was (RampSchedule does not: its fields are not written; nor does ActivationPReLU, which belongs to a
 * layer of its own). What Deeplearning4j has deprecated may still stand in a file.
 */
@SuppressWarnings("deprecation")
enum ConfigurationPart {
    LAYER(
            "a layer of a dense network",
            ActivationLayer.class,
            BatchNormalization.class,
            DenseLayer.class,
            DropoutLayer.class,
            LossLayer.class,
            OutputLayer.class),
    ACTIVATION(
            "a known activation",
            ActivationCube.class,
            ActivationELU.class,
            ActivationGELU.class,
            ActivationHardSigmoid.class,
            ActivationHardTanH.class,
            ActivationIdentity.class,
            ActivationLReLU.class,
            ActivationMish.class,
            ActivationRReLU.class,
            ActivationRationalTanh.class,
            ActivationReLU.class,
            ActivationReLU6.class,
            ActivationRectifiedTanh.class,
            ActivationSELU.class,
            ActivationSigmoid.class,
            ActivationSoftPlus.class,
            ActivationSoftSign.class,
            ActivationSoftmax.class,
            ActivationSwish.class,
            ActivationTanH.class,
            ActivationThresholdedReLU.class),
    LOSS(
            "a known loss",
            LossBinaryXENT.class,
            LossCosineProximity.class,
            LossFMeasure.class,
            LossHinge.class,
            LossKLD.class,
            LossL1.class,
            LossL2.class,
            LossMAE.class,
            LossMAPE.class,
            LossMCXENT.class,
            LossMSE.class,
            LossMSLE.class,
            LossMixtureDensity.class,
            LossMultiLabel.class,
            LossNegativeLogLikelihood.class,
            LossPoisson.class,
            LossSparseMCXENT.class,
            LossSquaredHinge.class,
            LossWasserstein.class),
    UPDATER(
            "a known updater",
            AMSGrad.class,
            AdaBelief.class,
            AdaDelta.class,
            AdaGrad.class,
            AdaMax.class,
            Adam.class,
            Nadam.class,
            Nesterovs.class,
            NoOp.class,
            RmsProp.class,
            Sgd.class),
    SCHEDULE(
            "a known schedule",
            CycleSchedule.class,
            ExponentialSchedule.class,
            FixedSchedule.class,
            InverseSchedule.class,
            MapSchedule.class,
            PolySchedule.class,
            SigmoidSchedule.class,
            StepSchedule.class),
    REGULARISATION("a known regularisation", L1Regularization.class, L2Regularization.class, WeightDecay.class),
    CONSTRAINT(
            "a known constraint",
            MaxNormConstraint.class,
            MinMaxNormConstraint.class,
            NonNegativeConstraint.class,
            UnitNormConstraint.class),
    DROPOUT("a known dropout", AlphaDropout.class, Dropout.class, GaussianDropout.class, GaussianNoise.class),
    WEIGHT_NOISE("a known weight noise", DropConnect.class, WeightNoise.class),
    WEIGHT_INIT(
            "a known weight initialisation",
            WeightInitConstant.class,
            WeightInitDistribution.class,
            WeightInitIdentity.class,
            WeightInitLecunUniform.class,
            WeightInitNormal.class,
            WeightInitRelu.class,
            WeightInitReluUniform.class,
            WeightInitSigmoidUniform.class,
            WeightInitUniform.class,
            WeightInitVarScalingNormalFanAvg.class,
            WeightInitVarScalingNormalFanIn.class,
            WeightInitVarScalingNormalFanOut.class,
            WeightInitVarScalingUniformFanAvg.class,
            WeightInitVarScalingUniformFanIn.class,
            WeightInitVarScalingUniformFanOut.class,
            WeightInitXavier.class,
            WeightInitXavierLegacy.class,
            WeightInitXavierUniform.class),
    DISTRIBUTION(
            "a known distribution",
            BinomialDistribution.class,
            ConstantDistribution.class,
            GaussianDistribution.class,
            LogNormalDistribution.class,
            NormalDistribution.class,
            OrthogonalDistribution.class,
            TruncatedNormalDistribution.class,
            UniformDistribution.class);

    private final String description;
    private final Set<String> classNames;

    ConfigurationPart(String description, Class<?>... classes) {
        this.description = description;
        this.classNames = Arrays.stream(classes).map(Class::getName).collect(Collectors.toUnmodifiableSet());
    }

    /** What each of its classes is, as a sentence says it. */
    String description() {
        return description;
    }

    /** The names of the classes that may be chosen. */
    Set<String> classNames() {
        return classNames;
    }

    /** Whether the class of this name may be chosen; nothing is loaded to find out. */
    boolean allows(String className) {
        return classNames.contains(className);
    }

    /** The member of a JSON object that names the class. */
    String classMember() {
        return this == DISTRIBUTION ? "type" : "@class";
    }
}
