package chalkline.cli;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.NativeCache;
import chalkline.dl4j.SerializationGuard;
import chalkline.network.InvalidInputException;
import chalkline.training.Engine;
import chalkline.training.Job;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Makes the engine for a command: the one place that knows which engines there are. */
final class Engines {
    /** Who waits for so long may want to know of the faster engine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private Engines() {}

    /** What to look at where a library could not be loaded: one of Java's is missing, or a native one. */
    static String hint(LinkageError failure) {
        boolean missing =
                failure instanceof NoClassDefFoundError && failure.getCause() instanceof ClassNotFoundException;
        if (missing && failure.getMessage().matches("org/(deeplearning4j|nd4j)/.*")) {
            return "; without Deeplearning4j there is --engine direct";
        }
        return missing ? "" : "; " + NativeCache.hint();
    }

    /** Settings of the whole process that must precede any engine. */
    static void prepare() {
        SerializationGuard.install();
        // Otherwise Deeplearning4j writes a dump to the working directory when memory runs out.
        System.getProperties().putIfAbsent("org.deeplearning4j.crash.reporting.enabled", "false");
    }

    /** Deeplearning4j, for whatever names no other. */
    static Engine make() {
        return make(EngineName.DL4J);
    }

    /**
     * @throws java.io.UncheckedIOException where its native libraries have no safe place
     * @throws InvalidInputException where Java was started with an encoding that they cannot be called in
     */
    static Engine make(EngineName name) {
        requireAscii();
        NativeCache.settle();
        return switch (name) {
            case DL4J -> new Dl4j();
            case DIRECT -> new Direct();
        };
    }

    /** Names are handed to native code in Java's default encoding, and read there as ASCII. */
    private static void requireAscii() {
        Charset encoding = Charset.defaultCharset();
        if (!StandardCharsets.US_ASCII.encode("sum").equals(encoding.encode("sum"))) {
            throw new InvalidInputException(
                    "-Dfile.encoding=" + encoding + ": native libraries cannot be called in this encoding, "
                            + "in which ASCII has other bytes; leave the option out, or name UTF-8");
        }
    }

    /** The line that says how a job that took so long is trained faster; empty where it cannot be, or is already. */
    static Optional<String> advice(Job job, long nanoseconds) {
        boolean slow =
                nanoseconds > LONG.toNanos() && job.configuration().training().engine() == EngineName.DL4J;
        return slow && Direct.refusal(job.network()).isEmpty()
                ? Optional.of("--engine direct trains this network by the same steps, faster")
                : Optional.empty();
    }
}
