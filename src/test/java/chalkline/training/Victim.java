package chalkline.training;

import chalkline.config.Configuration;
import chalkline.network.Notation;
import chalkline.report.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A training job that can be killed: as the main class of a virtual machine of its own it waits at a point, for a signal
 * that it cannot handle.
 */
final class Victim {
    static final String READY = "READY";

    private final Path place;
    private final Consumer<WritePoint> watcher;

    /** A job in that directory that tells the watcher where it is. */
    Victim(Path place, Consumer<WritePoint> watcher) {
        this.place = place;
        this.watcher = watcher;
    }

    /**
     * Goes on with the job where it was begun.
     *
     * @param arguments the directory; the point to wait at, or - for none; how many times to pass it before
     */
    public static void main(String... arguments) {
        int[] passes = {Integer.parseInt(arguments[2])};
        Victim victim = new Victim(Path.of(arguments[0]), point -> {
            if (point.name().equals(arguments[1]) && passes[0]-- == 0) {
                waitForTheEnd();
            } else if (arguments[1].equals("-") && point == WritePoint.CHECK_WRITTEN) {
                System.out.println(READY);
            }
        });
        victim.run();
    }

    private static void waitForTheEnd() {
        System.out.println(READY);
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins the job, or goes on from its last checkpoint if it has one. */
    TrainingRun.Result run() {
        Job job = Job.prepare(Configuration.read(place.resolve("job.yaml"), place));
        WatchedEngine engine = new WatchedEngine(watcher);
        Path runs = place.resolve("run");
        boolean resumed = Files.isDirectory(runs)
                && new CheckpointDirectory(RunDirectory.open(runs)).last().isPresent();
        if (resumed) {
            watcher.accept(WritePoint.CHECK_WRITTEN);
            Checkpoint checkpoint = Checkpoint.lastOf(engine, runs);
            Publication publication = Publication.prepare(job, engine);
            return TrainingRun.resume(
                    job, engine, checkpoint, publication, Fitter.here(job), observer(checkpoint.run()), () -> false);
        }
        RunDirectory run = RunDirectory.create(emptied(runs));
        return TrainingRun.of(job, engine, run, observer(run));
    }

    /** A run that came to no checkpoint is begun again. */
    private static Path emptied(Path run) {
        try {
            if (Files.exists(run)) {
                Files.move(run, run.resolveSibling("given up " + System.nanoTime()));
            }
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrainingObserver observer(RunDirectory run) {
        return new Observers(List.of(
                new Watcher(WritePoint.METRICS_DUE),
                new RunFiles(run, Notation.XW_PLUS_B),
                new Watcher(WritePoint.METRICS_WRITTEN)));
    }

    private final class Watcher implements TrainingObserver {
        private final WritePoint ofEpoch;

        Watcher(WritePoint ofEpoch) {
            this.ofEpoch = ofEpoch;
        }

        @Override
        public void checked(CheckedStep step) {
            tellAfterwards(WritePoint.CHECK_WRITTEN);
        }

        @Override
        public void epoch(EpochMetrics metrics) {
            watcher.accept(ofEpoch);
        }

        @Override
        public void evaluated(Judgement judgement) {
            tellAfterwards(WritePoint.EVALUATION_WRITTEN);
        }

        private void tellAfterwards(WritePoint point) {
            if (ofEpoch == WritePoint.METRICS_WRITTEN) {
                watcher.accept(point);
            }
        }
    }
}
