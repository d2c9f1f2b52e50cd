package chalkline.spark;

import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferredSchema;
import chalkline.data.InferredTable;
import chalkline.dl4j.SerializationGuard;
import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The connection to a cluster. What Spark is told here holds where no system property spark.… says otherwise. */
final class Connection {
    private static final String STANDALONE = "spark://";
    private static final int LAST_PORT = 65_535;
    private static final int ANSWER_MILLISECONDS = 5_000;

    private final JavaSparkContext context;
    /** What was read on the cluster. */
    private Optional<SparkTable> table = Optional.empty();

    private Connection(JavaSparkContext context) {
        this.context = context;
    }

    /**
     * Connects to a cluster.
     *
     * @param name of what is done there
     * @throws InvalidInputException where there is none
     */
    static Connection open(String master, String name) {
        return new Connection(context(master, name));
    }

    /** A table, whose features stay on the cluster. */
    InferredTable read(Path file, CsvFormat format, InferenceOptions options) {
        InferredSchema inferred = CsvTables.inferInPassing(file, file.toString(), format, options);
        SparkTable read = SparkTable.read(context, file, inferred, options);
        table = Optional.of(read);
        return new InferredTable(inferred, read.table(inferred));
    }

    /** What takes a job's steps; closing it ends the connection. */
    Fitter.Maker fitters(int partitions, Job job, Cluster.EngineMaker engines, Consumer<String> notes) {
        Partitioning partitioning = Partitioning.even(job.split().train(), partitions);
        int cores = context.defaultParallelism();
        if (partitioning.parts() < cores) {
            notes.accept("the cluster has " + cores + " cores, but the rows lie in " + partitioning.parts()
                    + " partitions; --partitions " + cores + " uses them all");
        }
        return model -> new SparkFitter(
                context,
                table.map(read -> read.spread(partitioning, job.preprocessing()))
                        .orElseGet(() -> PartitionRows.handedOut(context, partitioning, job.table())),
                model,
                partitioning,
                engines,
                notes);
    }

    JavaSparkContext context() {
        return context;
    }

    void close() {
        context.close();
    }

    private static SparkConf configuration(String master, String name) {
        SparkConf configuration = new SparkConf()
                .setMaster(master)
                .setIfMissing("spark.app.name", "chalkline " + name)
                .setIfMissing("spark.ui.enabled", "false")
                // The driver's memory is limit enough for what it is handed.
                .setIfMissing("spark.driver.maxResultSize", "0")
                // Networks of this size are several times slower on more than one OpenMP thread.
                .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        if (master.matches("spark://(127\\.0\\.0\\.1|localhost)[:/].*")) {
            configuration
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                    .setIfMissing("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1");
        }
        if (!configuration.contains("spark.executor.extraClassPath")) {
            configuration
                    .setIfMissing("spark.jars", jars())
                    // Spark has some of them too, in older versions.
                    .setIfMissing("spark.executor.userClassPathFirst", "true");
        }
        return configuration;
    }

    /** @throws InvalidInputException where there is no such cluster, or it has no room */
    static JavaSparkContext context(String master, String name) {
        // What Spark sends are Java objects; in one process it sends tasks to itself.
        SerializationGuard.allow("org.apache.spark.**;scala.**;chalkline.**;java.base/*");
        SparkConf configuration = configuration(master, name);
        requireAnswer(master);
        JavaSparkContext context;
        try {
            context = new JavaSparkContext(configuration);
        } catch (Exception | ExceptionInInitializerError e) {
            throw new InvalidInputException("--master " + master + ": " + e.getMessage(), e);
        }
        ExecutorWait.first(context);
        return context;
    }

    /** Spark itself asks for a minute, and then says that it was stopped. */
    private static void requireAnswer(String master) {
        if (!master.startsWith(STANDALONE)) {
            return;
        }
        IOException failure = null;
        for (String each : master.substring(STANDALONE.length()).split(",")) {
            int colon = each.lastIndexOf(':');
            if (colon < 1 || !each.substring(colon + 1).matches("[0-9]{1,5}")) {
                // Spark says how such an address is written.
                return;
            }
            try (Socket socket = new Socket()) {
                int port = Math.min(LAST_PORT, Integer.parseInt(each.substring(colon + 1)));
                socket.connect(new InetSocketAddress(each.substring(0, colon), port), ANSWER_MILLISECONDS);
                return;
            } catch (UnknownHostException e) {
                failure = new IOException("there is no such host", e);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new InvalidInputException(
                "--master " + master + ": no Spark master answers there (" + failure.getMessage()
                        + "); src/spark/cluster/run starts one on this machine",
                failure);
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
