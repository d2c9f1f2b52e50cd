package chalkline.bench;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.training.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a step of training costs: ours, Deeplearning4j's plain fit, DJL's on PyTorch, one thread each, all on batches that are in
 * their arrays already; and the limit, which for (a) is the step written out, for the others the rate at which OpenBLAS multiplies
 * 512 × 512. Blocks of all of them alternate.
 */
final class StepTable {
    private static final int ROUNDS = Cost.IS_TINY ? 1 : 9;
    /** Until Deeplearning4j's code is compiled, which takes processor time of its own. */
    private static final int WARM_UP = Cost.IS_TINY ? 0 : 8;

    private static final int SQUARE = 512;
    /** The peers, in the order of their costs. */
    private static final int DL4J = 1;

    private static final int PYTORCH = 2;
    private static final int LIMIT = 3;

    private StepTable() {}

    static final String HEAD = """
            | A step | direct µs | Deeplearning4j µs | ÷ direct | DJL/PyTorch µs | ÷ direct | of the limit |
            |---|---|---|---|---|---|---|""";

    /** Prints one row: one workload in a virtual machine of its own, where small networks cannot make a large one's loops slower. */
    public static void main(String[] arguments) throws IOException {
        Workload workload = Workload.all().get(Integer.parseInt(arguments[0]));
        Batch batch = workload.batch();
        Path zip = Files.createTempFile("bench", ".zip");
        Model direct = new Direct().build(workload.network());
        direct.save(zip, Map.of());
        new Dl4j().load(zip);
        MultiLayerNetwork dl4j = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true);
        Files.delete(zip);
        DataSet data = new DataSet(array(batch.features()), array(batch.labels()));
        PyTorchFit pytorch = new PyTorchFit(workload);
        boolean tiny = workload.rows() == 1;
        List<Supplier<Cost>> peers = Stream.<Runnable>of(
                        () -> direct.fit(batch),
                        () -> dl4j.fit(data),
                        pytorch::fit,
                        tiny ? bareLoop(direct.network("bench"), batch) : square())
                .map(Cost::block)
                .toList();
        Cost[][] rounds = new Cost[ROUNDS][peers.size()];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int peer = 0; peer < peers.size(); peer++) {
                Cost cost = peers.get(peer).get();
                if (round >= 0) {
                    rounds[round][peer] = cost;
                }
            }
        }
        Pairs pairs = new Pairs(rounds);
        double flopsOfSquare = 2.0 * SQUARE * SQUARE * SQUARE;
        double limit = pairs.ratio(LIMIT) * (tiny ? 1 : workload.operations() / flopsOfSquare);
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %.0f%%%s |%n",
                workload.name(),
                Pairs.number(pairs.cpu(0)),
                Pairs.number(pairs.cpu(DL4J)),
                pairs.ratios(DL4J),
                Pairs.number(pairs.cpu(PYTORCH)),
                pairs.ratios(PYTORCH),
                100 * limit,
                tiny ? "" : " of " + Pairs.number(flopsOfSquare * 1e-3 / pairs.cpu(LIMIT)) + " GFLOP/s");
        System.exit(0);
    }

    private static Runnable bareLoop(Network network, Batch batch) {
        BareLoop loop = new BareLoop(
                batch,
                network.layer(1).weights().orElseThrow(),
                network.layer(2).weights().orElseThrow());
        return loop::fit;
    }

    private static Runnable square() {
        FloatPointer left = new FloatPointer(SQUARE * SQUARE).fill(0);
        FloatPointer right = new FloatPointer(SQUARE * SQUARE).fill(0);
        FloatPointer product = new FloatPointer(SQUARE * SQUARE);
        return () -> cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasNoTrans,
                SQUARE,
                SQUARE,
                SQUARE,
                1,
                left,
                SQUARE,
                right,
                SQUARE,
                0,
                product,
                SQUARE);
    }

    private static INDArray array(Matrix matrix) {
        return Nd4j.create(Workload.floats(matrix), matrix.rows(), matrix.columns());
    }
}
