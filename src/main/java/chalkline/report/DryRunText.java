package chalkline.report;

import chalkline.config.Configuration;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.nio.file.Files;

/** What a run would do, for a terminal. */
public final class DryRunText {
    private DryRunText() {}

    /** The job in a few lines: its rows, its network, its steps, and the file that its model would go to. */
    public static String of(Job job) {
        Configuration configuration = job.configuration();
        int epochs = configuration.training().epochs();
        int batches = job.batches(0).size();
        return "DRY RUN  " + configuration.name() + ": nothing was trained and nothing is written\n"
                + "Data     " + job.split().train().length + " rows to train on, "
                + job.split().validation().length + " to watch, " + job.split().test().length + " to test\n"
                + "Network  " + shape(job.network()) + ": " + parameters(job.network()) + " parameters, "
                + job.network().precision().label() + "\n"
                + "Steps    at most " + (long) epochs * batches + ": epochs " + epochs + ", mini-batches " + batches
                + "\n"
                + "Model    " + Sentences.plain(configuration.model().toString())
                + (Files.exists(configuration.model()) ? " would be replaced" : " would be written") + "\n"
                + ColumnsText.notes(job) + ColumnsText.schema(job);
    }

    private static String shape(Network network) {
        StringBuilder shape = new StringBuilder().append(network.inputs());
        network.layers().forEach(layer -> shape.append(" -> ").append(layer.units()));
        return shape.toString();
    }

    private static long parameters(Network network) {
        return network.layers().stream()
                .filter(layer -> layer.kind() == Layer.Kind.DENSE)
                .mapToLong(layer -> (long) layer.inputs() * layer.units() + (layer.hasBias() ? layer.units() : 0))
                .sum();
    }
}
