package chalkline.cli;

import chalkline.files.Digests;
import chalkline.files.FileFailure;
import chalkline.files.Storage;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trains the same job several times, each in a process of its own: once as it is, and then killed at a random moment of its
 * training and resumed. The models must be the same, byte for byte.
 *
 * @param arguments of {@code train}, as for a run that nobody kills
 * @param folder an empty folder, which is deleted where all is well
 * @param out is told what happens
 */
record ResumeProof(List<String> arguments, Path folder, PrintWriter out) {
    private static final double NANOSECONDS = 1e9;
    private static final int MOST_TRIES = 20;
    private static final int POLLING_MILLIS = 5;
    private static final int SHOWN_DIGITS = 16;

    /**
     * Kills the job so many times.
     *
     * @return the exit code: that of the job itself where it fails without a kill
     */
    int prove(int kills) {
        try {
            return shown(kills);
        } catch (IOException e) {
            throw FileFailure.of(folder, "the job cannot be run here", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException("interrupted", new IOException(e));
        }
    }

    private int shown(int kills) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process whole = start("whole");
        awaitTraining("whole", whole);
        double before = seconds(start);
        int code = whole.waitFor();
        if (code != ExitCode.DONE) {
            out.print(Files.readString(folder.resolve("stderr")));
            out.println("NOT PROVEN  the job ends with exit code " + code + " without any kill; its files are in "
                    + Sentences.plain(folder.toString()));
            out.flush();
            return code;
        }
        double training = seconds(start) - before;
        String expected = model("whole");
        say(
                "Whole   " + time(before + training) + ", of which " + time(training) + " from the checked step on",
                expected);
        int different = 0;
        for (int kill = 1; kill <= kills; kill++) {
            String run = "killed-" + kill;
            String moment = kill(run, training);
            code = start(run).waitFor();
            if (code != ExitCode.DONE) {
                out.print(Files.readString(folder.resolve("stderr")));
                throw new IllegalStateException("a resumed run ended with exit code " + code + "; see " + folder);
            }
            String digest = model(run);
            say("Kill " + kill + "  " + moment + ", resumed", digest);
            different += digest.equals(expected) ? 0 : 1;
        }
        if (different > 0) {
            out.println("NOT PROVEN  " + different + " of " + kills
                    + " resumed runs ended with another model; all are in " + Sentences.plain(folder.toString()));
            out.flush();
            return ExitCode.DEVIATES;
        }
        out.println("PROVEN  " + Sentences.counted(kills, "kill") + ", " + (kills + 1) + " equal models: SHA-256 "
                + expected);
        out.flush();
        Storage.of(folder).deleteAll(folder);
        return ExitCode.DONE;
    }

    private void say(String what, String digest) {
        out.println(what + ": model " + digest.substring(0, SHOWN_DIGITS));
        out.flush();
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOSECONDS;
    }

    /** Kills the run at a random moment of its training; what ended before that was not killed, and is begun again. */
    private String kill(String run, double training) throws IOException, InterruptedException {
        double longest = training;
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            Process process = start(run);
            awaitTraining(run, process);
            double moment = ThreadLocalRandom.current().nextDouble(longest);
            boolean ended = process.waitFor((long) (moment * NANOSECONDS), TimeUnit.NANOSECONDS);
            process.destroyForcibly().waitFor();
            if (!ended) {
                return "after " + time(moment) + " of training, in epoch " + (epochs(run) + 1);
            }
            Storage.of(folder).delete(folder.resolve("model.zip"));
            Storage.of(folder).deleteAll(folder.resolve(run));
            longest /= 2;
        }
        throw new InvalidInputException("--prove-resume: the job ends before it can be killed; give it more epochs");
    }

    private long epochs(String run) throws IOException {
        Path metrics = folder.resolve(run).resolve("metrics.jsonl");
        if (!Files.exists(metrics)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(metrics)) {
            return lines.count();
        }
    }

    /** Training follows the checked step. */
    private void awaitTraining(String run, Process process) throws InterruptedException {
        while (process.isAlive() && !Files.exists(folder.resolve(run).resolve("check.json"))) {
            TimeUnit.MILLISECONDS.sleep(POLLING_MILLIS);
        }
    }

    /** The model's digest; the model is the run's from then on, so that each run finds the same place empty. */
    private String model(String run) throws IOException {
        Path model = folder.resolve("model.zip");
        String digest = Digests.sha256(model);
        Storage.of(folder).rename(model, folder.resolve(run + ".zip"));
        return digest;
    }

    private Process start(String run) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> !each.startsWith("-agent") && !each.startsWith("-javaagent"))
                .forEach(line::add);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(arguments);
        line.addAll(List.of("--run-dir", folder.resolve(run).toAbsolutePath().toString(), "--resume", "--quiet"));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("stderr").toFile())
                .start();
    }
}
