package chalkline.spark;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.TableFiles;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Spark, as the service that the command line looks for: what it names itself needs nothing of Spark. */
public final class SparkCluster implements Cluster {
    /** Null before there is one. */
    private Connection connection;

    @Override
    public TableFiles tables(String master, String name) {
        return (file, format, options) ->
                withSpark(master, () -> connection(master, name).read(file, format, options));
    }

    @Override
    public Fitter.Maker connect(String master, int partitions, Job job, EngineMaker engines, Consumer<String> notes) {
        requireCut(job);
        return withSpark(
                master, () -> connection(master, job.configuration().name()).fitters(partitions, job, engines, notes));
    }

    @Override
    public <T extends Serializable> List<T> gather(String master, TableWork<T> work, Consumer<InputStream> written) {
        return withSpark(master, () -> new FileJob(connection(master, "predict").context()).gather(work, written));
    }

    @Override
    public <T extends Serializable> List<T> scatter(String master, TableWork<T> work, Path folder, String ending) {
        return withSpark(
                master, () -> new FileJob(connection(master, "predict").context()).scatter(work, folder, ending));
    }

    private Connection connection(String master, String name) {
        if (connection == null) {
            connection = Connection.open(master, name);
        }
        return connection;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private static <T> T withSpark(String master, Supplier<T> work) {
        try {
            return work.get();
        } catch (NoClassDefFoundError e) {
            throw new InvalidInputException(
                    "--master " + master + ": Spark's classes are missing (" + e.getMessage()
                            + "); run java -cp 'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' "
                            + "chalkline.cli.Main …, with a Spark 3.5 of Scala 2.12",
                    e);
        }
    }

    /** What Deeplearning4j draws in a step depends on which rows it is shown together; what direct draws, on the row. */
    private static void requireCut(Job job) {
        boolean drawsByRow = job.configuration().training().engine() == EngineName.DIRECT;
        for (int l = 1; l <= job.network().depth() && !drawsByRow; l++) {
            boolean drops = job.network().layer(l).retainProbability().isPresent();
            if (drops || job.network().layer(l).drawsSlopes()) {
                throw new InvalidInputException("--master: layer " + l + " has "
                        + (drops ? "dropout" : "a randomised activation")
                        + ", which Deeplearning4j draws for a mini-batch as a whole; where partitions draw for their rows, "
                        + "the step is another one: "
                        + (drops
                                ? "train with --engine direct, which draws for each row"
                                : "leave it out, or train on one machine"));
            }
        }
        if (job.table().mask(0).isPresent()) {
            throw new InvalidInputException("--master: masked labels are not trained on a cluster; leave --master out");
        }
    }
}
