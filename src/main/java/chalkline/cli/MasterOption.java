package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** {@code --master}: the cluster that a command works on, if it does. */
final class MasterOption implements AutoCloseable {
    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "${sys:spark.master}",
            description = "Work on the Spark cluster with this master, as spark://host:7077; under spark-submit on its "
                    + "own.")
    private Optional<String> master;

    private Optional<Cluster> connected = Optional.empty();

    /** Whether a cluster is asked for. */
    boolean isAsked() {
        return master.isPresent();
    }

    /** Its address. */
    String url() {
        return master.orElseThrow();
    }

    /**
     * The cluster, if one is asked for.
     *
     * @throws InvalidInputException where this build can work on none
     */
    Optional<Cluster> cluster() {
        if (connected.isEmpty()) {
            connected = master.map(MasterOption::load);
        }
        return connected;
    }

    @Override
    public void close() {
        connected.ifPresent(Cluster::close);
    }

    private static Cluster load(String url) {
        return ServiceLoader.load(Cluster.class)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("--master " + url
                        + ": this build of Chalkline has no Spark; make one with mvn -Pspark -DskipTests package, and "
                        + "run it with Spark's jars: java -cp 'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' "
                        + "chalkline.cli.Main …"));
    }
}
