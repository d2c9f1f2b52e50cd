package consumer;

import chalkline.assertions.GradientCheck;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Checks a network of its own, as a test would. */
public final class Gradients {
    private Gradients() {}

    public static void main(String... arguments) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(3).activation(new ActivationELU(0.3)).build())
                .layer(new OutputLayer.Builder(new LossMCXENT()).nIn(3).nOut(2).activation(new ActivationSoftmax()).build())
                .build());
        network.init();
        DataSet examples = new DataSet(
                Nd4j.create(new double[][] {{1, 2}, {-3, 0.5}}), Nd4j.create(new double[][] {{1, 0}, {0, 1}}));
        try {
            GradientCheck.of(network).assertAgrees(examples);
        } catch (AssertionError e) {
            System.out.println(e.getMessage().lines().skip(1).findFirst().orElseThrow());
        }
        GradientCheck.of(network).known("elu-alpha").assertAgrees(examples);
        System.out.println(GradientCheck.of(network).known("elu-alpha").on(examples).verdict());
    }
}
