package chalkline.spark;

import chalkline.dl4j.SerializationGuard;
import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What Spark is told where nobody told it otherwise: a system property spark.… goes before all of this. */
final class Connection {
    private Connection() {}

    /**
     * Connects to a cluster; closing the fitter ends the connection.
     *
     * @throws InvalidInputException where there is none
     */
    static Fitter.Maker to(
            String master, int partitions, Job job, Cluster.EngineMaker engines, Consumer<String> notes) {
        JavaSparkContext context = context(master, job);
        Partitioning partitioning = Partitioning.even(job.split().train(), partitions);
        int cores = context.defaultParallelism();
        if (partitioning.parts() < cores) {
            notes.accept("the cluster has " + cores + " cores, but the rows lie in " + partitioning.parts()
                    + " partitions; --partitions " + cores + " uses them all");
        }
        return model -> new SparkFitter(context, job, model, partitioning, engines, notes);
    }

    private static SparkConf configuration(String master, Job job) {
        SparkConf configuration = new SparkConf()
                .setMaster(master)
                .setIfMissing(
                        "spark.app.name", "chalkline " + job.configuration().name())
                .setIfMissing("spark.ui.enabled", "false")
                // Networks of this size are several times slower on more than one OpenMP thread.
                .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        if (master.matches("spark://(127\\.0\\.0\\.1|localhost)[:/].*")) {
            configuration
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                    .setIfMissing("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1");
        }
        if (!configuration.contains("spark.executor.extraClassPath")) {
            configuration.setIfMissing("spark.jars", jars());
        }
        return configuration;
    }

    /** @throws InvalidInputException where there is no such cluster */
    static JavaSparkContext context(String master, Job job) {
        // What Spark sends are Java objects; in one process it sends tasks to itself.
        SerializationGuard.allow("org.apache.spark.**;scala.**;chalkline.**;java.base/*");
        SparkConf configuration = configuration(master, job);
        try {
            return new JavaSparkContext(configuration);
        } catch (Exception | ExceptionInInitializerError e) {
            throw new InvalidInputException("--master " + master + ": " + e.getMessage(), e);
        }
    }

    /** Chalkline's jar and those beside it in lib, which executors fetch from here; nothing where it is not run from a jar. */
    private static String jars() {
        try {
            Path jar = Path.of(Connection.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            File[] beside = jar.resolveSibling("lib").toFile().listFiles((place, name) -> name.endsWith(".jar"));
            return !Files.isRegularFile(jar)
                    ? ""
                    : Stream.concat(Stream.of(jar.toFile()), Arrays.stream(beside == null ? new File[0] : beside))
                            .map(File::getPath)
                            .sorted()
                            .collect(Collectors.joining(","));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
