package chalkline.cli;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.network.InvalidInputException;
import chalkline.training.Checkpoint;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.TableFiles;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where training steps are taken: in this process, or on a cluster. */
final class ClusterOptions implements AutoCloseable {
    private static final int PARTITIONS = 8;

    @Mixin
    private final MasterOption master = new MasterOption();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "In how many parts the rows lie on the cluster; the last bits of the model depend on it. "
                    + "Default: 8; of a run that is resumed, as many as before.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = "--read-on-cluster",
            description = "Let the executors read the table, which they must see under the same path: it need not fit "
                    + "into this process. Each file of it is read by one of them.")
    private boolean reads;

    /**
     * Sees early that there is what the options need.
     *
     * @throws InvalidInputException where there is not
     */
    void require() {
        partitions.filter(number -> number < 1).ifPresent(number -> {
            throw new InvalidInputException("--partitions must be at least 1, not " + number);
        });
        if (reads && !master.isAsked()) {
            throw new InvalidInputException("--read-on-cluster goes with --master, which says what cluster it is");
        }
        master.cluster();
    }

    /** Whether a cluster is asked for. */
    boolean isAsked() {
        return master.isAsked();
    }

    /** What reads the table of the job of that name. */
    TableFiles tables(String name) {
        return reads ? master.cluster().orElseThrow().tables(master.url(), name) : TableFiles.HERE;
    }

    /**
     * @param resumed where a run goes on from, if it does
     * @param notes is told what a person should know, a sentence at a time
     */
    Fitter.Maker fitters(Job job, Optional<Checkpoint> resumed, Consumer<String> notes) {
        int before =
                resumed.map(Checkpoint::partitions).orElse(OptionalInt.empty()).orElse(PARTITIONS);
        EngineName engine = job.configuration().training().engine();
        return master.cluster()
                .map(cluster -> cluster.connect(
                        master.url(), partitions.orElse(before), job, () -> Engines.make(engine), notes))
                .orElse(Fitter.here(job));
    }

    @Override
    public void close() {
        master.close();
    }
}
