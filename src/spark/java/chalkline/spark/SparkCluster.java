package chalkline.spark;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import java.util.function.Consumer;

/** Spark, as the service that the command line looks for: what it names itself needs nothing of Spark. */
public final class SparkCluster implements Cluster {

    @Override
    public Fitter.Maker connect(String master, int partitions, Job job, EngineMaker engines, Consumer<String> notes) {
        requireCut(job);
        try {
            return Connection.to(master, partitions, job, engines, notes);
        } catch (NoClassDefFoundError e) {
            throw new InvalidInputException(
                    "--master " + master + ": Spark's classes are missing (" + e.getMessage()
                            + "); run java -cp 'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' "
                            + "chalkline.cli.Main train …, with a Spark 3.5 of Scala 2.12",
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
