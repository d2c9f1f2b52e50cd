package chalkline.spark;

import chalkline.network.InvalidInputException;
import chalkline.training.Cluster.TableWork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;

/** A model's work on the files of a table: each is worked through by one executor. */
final class FileJob {
    /** Where parts are until all are there: who reads folders of parts passes over such names. */
    private static final String UNFINISHED = "_temporary";

    private static final int MOST_PROBLEMS = 50;

    private final JavaSparkContext context;

    FileJob(JavaSparkContext context) {
        this.context = context;
    }

    /** The files, of each how many come before and what it is called. */
    private static List<FileTask.Input> inputs(List<java.nio.file.Path> files) {
        List<FileTask.Input> inputs = new ArrayList<>();
        for (java.nio.file.Path file : files) {
            try {
                inputs.add(new FileTask.Input(inputs.size(), SeenFile.of(file), file.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be read", e);
            }
        }
        return inputs;
    }

    private <T extends Serializable> FileTask<T> task(TableWork<T> work) {
        try {
            Broadcast<byte[]> zip = context.broadcast(Files.readAllBytes(work.model()));
            return new FileTask<>(UUID.randomUUID(), zip, work.engines(), work.ofEach());
        } catch (IOException e) {
            throw new UncheckedIOException(work.model() + ": cannot be read", e);
        }
    }

    /** @see chalkline.training.Cluster#gather */
    <T extends Serializable> List<T> gather(TableWork<T> work, Consumer<InputStream> written) {
        List<FileTask.Input> inputs = inputs(work.files());
        FileTask<T> task = task(work);
        // Kept, in memory or on disk, until the driver fetches it; what was lost is written again.
        JavaRDD<FileTask.Piece<T>> pieces = context.parallelize(inputs, inputs.size())
                .flatMap(task::pieces)
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        List<FileTask.Answer<T>> answers = ExecutorWait.result(
                context,
                pieces.map(FileTask.Piece::answer).filter(Objects::nonNull).collectAsync());
        List<T> told = told(answers);
        written.accept(new SequenceInputStream(new Texts<>(context, pieces, inputs.size())));
        return told;
    }

    /** What was written, file by file as it is asked for. */
    private static final class Texts<T extends Serializable> implements Enumeration<InputStream> {
        private final JavaSparkContext context;
        private final JavaRDD<FileTask.Piece<T>> pieces;
        private final int files;
        private int next;
        private Iterator<byte[]> texts = List.<byte[]>of().iterator();

        Texts(JavaSparkContext context, JavaRDD<FileTask.Piece<T>> pieces, int files) {
            this.context = context;
            this.pieces = pieces;
            this.files = files;
        }

        @Override
        public boolean hasMoreElements() {
            while (!texts.hasNext() && next < files) {
                texts = ExecutorWait.result(context, only(next++).collectAsync())
                        .iterator();
            }
            return texts.hasNext();
        }

        private JavaRDD<byte[]> only(int file) {
            Function1<Object, Object> isIt = (Function1<Object, Object> & Serializable) p -> p.equals(file);
            return JavaRDD.fromRDD(PartitionPruningRDD.create(pieces.rdd(), isIt), pieces.classTag())
                    .map(FileTask.Piece::text)
                    .filter(Objects::nonNull);
        }

        @Override
        public InputStream nextElement() {
            return new ByteArrayInputStream(texts.next());
        }
    }

    /** @see chalkline.training.Cluster#scatter */
    <T extends Serializable> List<T> scatter(TableWork<T> work, java.nio.file.Path folder, String ending) {
        Path place = new Path(folder.toUri());
        Path unfinished = new Path(place, UNFINISHED);
        try {
            FileSystem files = HadoopFiles.of(place);
            boolean made = !files.exists(place);
            requireEmpty(files, place, folder);
            begin(files, unfinished, folder);
            try {
                return scattered(work, files, unfinished, ending);
            } finally {
                files.delete(unfinished, true);
                if (made && files.listStatus(place).length == 0) {
                    files.delete(place, false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("--out " + folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void begin(FileSystem files, Path unfinished, java.nio.file.Path folder) {
        try {
            files.delete(unfinished, true);
            if (!files.mkdirs(unfinished)) {
                throw new IOException("the folder cannot be made");
            }
        } catch (IOException e) {
            throw new InvalidInputException("--out " + folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private <T extends Serializable> List<T> scattered(
            TableWork<T> work, FileSystem files, Path unfinished, String ending) throws IOException {
        List<FileTask.Input> inputs = inputs(work.files());
        FileTask<T> task = task(work);
        String to = unfinished.toString();
        List<FileTask.Answer<T>> answers = ExecutorWait.result(
                context,
                context.parallelize(inputs, inputs.size())
                        .map(input -> task.written(input, to))
                        .collectAsync());
        List<T> told = told(answers);
        for (FileTask.Answer<T> answer : answers) {
            if (!files.exists(new Path(unfinished, answer.part()))) {
                throw new InvalidInputException(
                        "--out " + unfinished.getParent() + ": this machine does not see " + answer.part()
                                + ", which an executor wrote there; it must be a folder that all machines share");
            }
        }
        for (int k = 0; k < answers.size(); k++) {
            Path part = new Path(unfinished.getParent(), String.format("part-%05d%s", k, ending));
            if (!files.rename(new Path(unfinished, answers.get(k).part()), part)) {
                throw new IOException(part + " could not be put in its place");
            }
        }
        return told;
    }

    /** Parts of an earlier table would be taken for parts of this one. */
    private static void requireEmpty(FileSystem files, Path place, java.nio.file.Path folder) throws IOException {
        if (!files.exists(place)) {
            return;
        }
        if (!files.getFileStatus(place).isDirectory()) {
            throw new InvalidInputException("--out " + folder + ": is a file, not a folder");
        }
        for (FileStatus there : files.listStatus(place)) {
            if (!there.getPath().getName().equals(UNFINISHED)) {
                throw new InvalidInputException(
                        "--out " + folder + ": has " + there.getPath().getName()
                                + " in it already; name an empty folder, or one that does not exist");
            }
        }
    }

    private static <T extends Serializable> List<T> told(List<FileTask.Answer<T>> answers) {
        List<String> problems =
                answers.stream().flatMap(answer -> answer.problems().stream()).toList();
        if (!problems.isEmpty()) {
            List<String> said = new ArrayList<>(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
            if (problems.size() > MOST_PROBLEMS) {
                said.add("and " + (problems.size() - MOST_PROBLEMS) + " more");
            }
            throw new InvalidInputException(said);
        }
        return answers.stream().map(FileTask.Answer::told).toList();
    }
}
