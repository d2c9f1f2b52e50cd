package chalkline.cli;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks as other programs make them, with Deeplearning4j's own builders alone, and rows to train them on. */
final class ForeignNetworks {
    static final int INPUTS = 3;
    static final int OUTPUTS = 2;
    private static final int ROWS = 7;

    private ForeignNetworks() {}

    static NeuralNetConfiguration.Builder plain(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(11)
                .dataType(type)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH);
    }

    static DenseLayer.Builder dense() {
        return new DenseLayer.Builder().nIn(INPUTS).nOut(4);
    }

    static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MCXENT).nIn(4).nOut(OUTPUTS).activation(Activation.SOFTMAX);
    }

    static MultiLayerConfiguration twoLayers(NeuralNetConfiguration.Builder builder) {
        return builder.list().layer(dense().build()).layer(output().build()).build();
    }

    /** Trained for some epochs of one batch each. */
    static MultiLayerNetwork trained(MultiLayerConfiguration configuration, int steps) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        for (int step = 0; step < steps; step++) {
            network.fit(batch(configuration.getDataType()));
            network.incrementEpochCount();
        }
        return network;
    }

    /** One row after the other: the features, and a class of two as numbers. */
    static double[][] rows() {
        Random random = new Random(5);
        double[][] rows = new double[ROWS][INPUTS + OUTPUTS];
        for (double[] row : rows) {
            for (int j = 0; j < INPUTS; j++) {
                row[j] = Math.round(random.nextGaussian() * 100) / 100.0;
            }
            row[INPUTS + random.nextInt(OUTPUTS)] = 1;
        }
        return rows;
    }

    /** The rows as a CSV file: a, b, c, and the labels no and yes. */
    static String csv() {
        StringBuilder text = new StringBuilder("a,b,c,no,yes\n");
        for (double[] row : rows()) {
            for (int j = 0; j < row.length; j++) {
                text.append(j == 0 ? "" : ",").append(row[j]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static DataSet batch(DataType type) {
        INDArray all = Nd4j.createFromArray(rows()).castTo(type);
        return new DataSet(
                all.get(NDArrayIndex.all(), NDArrayIndex.interval(0, INPUTS)).dup(),
                all.get(NDArrayIndex.all(), NDArrayIndex.interval(INPUTS, INPUTS + OUTPUTS))
                        .dup());
    }
}
