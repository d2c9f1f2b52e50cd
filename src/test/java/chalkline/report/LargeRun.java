package chalkline.report;

import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.training.CheckedStep;
import chalkline.training.RunDirectory;
import chalkline.training.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run directory of a million parameters and a thousand epochs; its check is a real one. */
final class LargeRun {
    private LargeRun() {}

    static void write(Path directory) {
        RunDirectory run = checked(directory, network(784, 1024, 256, 10), batch(3, 784, 10));
        for (int epoch = 1; epoch <= 1000; epoch++) {
            run.append("metrics.jsonl", epoch(epoch, epoch == 613 ? 99 : 2.0 / epoch));
        }
        String classes = names("class", 500).stream()
                .map(name -> "{\"class\":\"" + name + "\",\"precision\":0.5,\"recall\":0.5,\"f1\":0.5,\"support\":3}")
                .collect(Collectors.joining(","));
        run.write("evaluation.json", "{\"on\":\"test\",\"rows\":1500,\"accuracy\":0.5,\"perClass\":[" + classes + "]}");
    }

    /** A run that has only checked its first step. */
    static RunDirectory checked(Path directory, Network network, Batch batch) {
        RunDirectory run = RunDirectory.create(directory);
        Dl4j engine = new Dl4j();
        new RunFiles(run, Notation.XW_PLUS_B)
                .checked(CheckedStep.of(engine, network, engine.build(network), Sample.of(network, batch), List.of()));
        return run;
    }

    static Network network(int... widths) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            boolean last = l == widths.length - 1;
            layers.add(Layer.dense(
                    widths[l - 1],
                    widths[l],
                    last ? Activation.SOFTMAX : Activation.TANH,
                    Initialiser.XAVIER,
                    Optional.empty(),
                    Optional.empty()));
        }
        return Network.sequence("large", 7, Precision.FLOAT32, layers, Loss.MCXENT, Updater.sgd(0.1));
    }

    static Batch batch(int examples, int inputs, int outputs) {
        Random random = new Random(2);
        double[] labels = new double[examples * outputs];
        for (int i = 0; i < examples; i++) {
            labels[i * outputs + random.nextInt(outputs)] = 1;
        }
        return new Batch(
                Matrix.of(
                        examples,
                        inputs,
                        random.doubles((long) examples * inputs).toArray()),
                Matrix.of(examples, outputs, labels),
                names("pixel", inputs),
                names("class", outputs));
    }

    private static List<String> names(String name, int count) {
        return IntStream.range(0, count).mapToObj(k -> name + k).toList();
    }

    private static String epoch(int epoch, double loss) {
        String norms = IntStream.rangeClosed(1, 3)
                .mapToObj(l -> String.format(Locale.ROOT, "\"W%d\":%f,\"b%d\":%f", l, loss / l, l, loss / l / 7))
                .collect(Collectors.joining(",", "{", "}"));
        return String.format(
                Locale.ROOT,
                "{\"epoch\":%d,\"iteration\":%d,\"loss\":%f,\"validationLoss\":%f,\"gradientNorms\":%s,"
                        + "\"updateNorms\":%s,\"parameterNorms\":%s}",
                epoch,
                epoch * 100,
                loss,
                loss * 1.1,
                norms,
                norms,
                norms);
    }
}
