package chalkline.spark;

import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.SavedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Works through a file in an executor.
 *
 * @param id of the job
 * @param zip the model
 * @param engines makes the engine that it is loaded with
 * @param <T> what is told of a file
 */
record FileTask<T extends Serializable>(
        UUID id, Broadcast<byte[]> zip, Cluster.EngineMaker engines, Cluster.FileWork<T> work) implements Serializable {
    private static final int PIECE = 1 << 20;

    /** Models that no task has, by the job that they belong to: one task at a time. */
    private static final Map<UUID, Queue<SavedModel>> FREE = new ConcurrentHashMap<>();

    /**
     * A file of the table.
     *
     * @param number how many come before
     * @param shownName for messages
     */
    record Input(int number, SeenFile file, String shownName) implements Serializable {}

    /**
     * What the driver is told of a file.
     *
     * @param told null where the file cannot be used
     * @param problems why not
     * @param part the name of what was written
     */
    record Answer<T extends Serializable>(T told, List<String> problems, String part) implements Serializable {}

    /**
     * The answer, first, or a piece of what was written; the other is null.
     *
     * @param text in UTF-8
     */
    record Piece<T extends Serializable>(Answer<T> answer, byte[] text) implements Serializable {}

    /** Writes into a folder, under a name that nobody else writes under. */
    Answer<T> written(Input input, String folder) {
        String part = input.number() + "-" + UUID.randomUUID();
        Path place = new Path(folder, part);
        try {
            return written(input, part, HadoopFiles.of(place), place);
        } catch (IOException e) {
            throw new UncheckedIOException(place + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private Answer<T> written(Input input, String part, FileSystem files, Path place) throws IOException {
        String problem = input.file().otherHere().orElse(null);
        if (problem != null) {
            return new Answer<>(null, List.of("on an executor " + input.file().path() + ": " + problem), part);
        }
        Queue<SavedModel> free = FREE.computeIfAbsent(id, any -> new ConcurrentLinkedQueue<>());
        SavedModel idle = free.poll();
        SavedModel model =
                idle == null ? SentModel.read(zip.value(), file -> SavedModel.load(engines.get(), file)) : idle;
        try (Writer out =
                new BufferedWriter(new OutputStreamWriter(files.create(place, true), StandardCharsets.UTF_8))) {
            T told = work.of(model, input.number(), input.file().here(), input.shownName(), out);
            return new Answer<>(told, List.of(), part);
        } catch (InvalidInputException e) {
            return new Answer<>(null, e.problems(), part);
        } finally {
            free.add(model);
        }
    }

    /** The answer and then what was written, which is on this machine's disk in between. */
    Iterator<Piece<T>> pieces(Input input) throws IOException {
        Path place = new Path(new java.io.File(System.getProperty("java.io.tmpdir")).toURI());
        String part = "chalkline-" + UUID.randomUUID();
        Path file = new Path(place, part);
        FileSystem files = HadoopFiles.of(file);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> delete(files, file));
        Answer<T> answer = written(input, part, files, file);
        InputStream text = answer.told() == null ? InputStream.nullInputStream() : files.open(file);
        return new Pieces<>(answer, text);
    }

    private static void delete(FileSystem files, Path file) {
        try {
            files.delete(file, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what was written as Spark asks for it. */
    private static final class Pieces<T extends Serializable> implements Iterator<Piece<T>> {
        private final InputStream text;
        private Piece<T> next;

        Pieces(Answer<T> answer, InputStream text) {
            this.text = text;
            this.next = new Piece<>(answer, null);
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Piece<T> next() {
            Piece<T> piece = next;
            try {
                byte[] some = text.readNBytes(PIECE);
                next = some.length == 0 ? null : new Piece<>(null, some);
                if (next == null) {
                    text.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("what was written cannot be read again: " + e.getMessage(), e);
            }
            return piece;
        }
    }
}
