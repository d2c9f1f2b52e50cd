package chalkline.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Updater;

/** The same network in DJL on PyTorch, as its documentation trains one, on a batch whose arrays are made already. */
final class PyTorchFit {
    private final Trainer trainer;
    private final NDArray features;
    private final NDArray labels;

    PyTorchFit(Workload workload) {
        Network network = workload.network();
        SequentialBlock block = new SequentialBlock();
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            block.add(Linear.builder().setUnits(layer.units()).build());
            if (l < network.depth()) {
                block.add(
                        layer.activation().equals(chalkline.network.Activation.RELU)
                                ? Activation.reluBlock()
                                : Activation.tanhBlock());
            }
        }
        // Where a loss takes sums instead of activations, PyTorch is faster, and so it gets them.
        Loss loss = switch (network.loss().kind()) {
            case L2 -> {
                block.add(Activation.sigmoidBlock());
                yield Loss.l2Loss();
            }
            case XENT -> Loss.sigmoidBinaryCrossEntropyLoss();
            default -> Loss.softmaxCrossEntropyLoss("loss", 1, -1, false, true);
        };
        boolean adam = network.updaters().get(0).kind() == Updater.Kind.ADAM;
        Optimizer optimizer = adam
                ? Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build()
                : Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build();
        Model model = Model.newInstance("bench", "PyTorch");
        model.setBlock(block);
        trainer = model.newTrainer(
                new DefaultTrainingConfig(loss).optOptimizer(optimizer).optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(new Shape(workload.rows(), network.inputs()));
        Batch batch = workload.batch();
        features = trainer.getManager()
                .create(Workload.floats(batch.features()), new Shape(workload.rows(), network.inputs()));
        labels = trainer.getManager()
                .create(Workload.floats(batch.labels()), new Shape(workload.rows(), network.outputs()));
    }

    /** A step of training. */
    void fit() {
        try (NDManager step = trainer.getManager().newSubManager();
                GradientCollector gradients = trainer.newGradientCollector()) {
            NDArray x = features.duplicate();
            x.attach(step);
            NDList outputs = trainer.forward(new NDList(x));
            NDArray loss = trainer.getLoss().evaluate(new NDList(labels), outputs);
            loss.attach(step);
            gradients.backward(loss);
        }
        trainer.step();
    }
}
