package chalkline.spark;

import chalkline.data.CsvParts;
import chalkline.data.DistantRows;
import chalkline.data.InferenceOptions;
import chalkline.data.InferredSchema;
import chalkline.data.Table;
import chalkline.data.TablePart;
import chalkline.network.InvalidInputException;
import chalkline.training.Preprocessing;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** A table whose features are on a cluster, as they were read: a file is a partition. */
final class SparkTable implements DistantRows {
    private final JavaSparkContext context;
    private final JavaRDD<TablePart> parts;
    private final List<double[]> labels;
    private final int columns;
    /** The first row of each part, and then how many rows there are. */
    private final int[] starts;

    private SparkTable(
            JavaSparkContext context, JavaRDD<TablePart> parts, List<double[]> labels, int columns, int... starts) {
        this.context = context;
        this.parts = parts;
        this.labels = labels;
        this.columns = columns;
        this.starts = starts;
    }

    /** What the driver is told of a part, or why there is none. */
    private record Told(int rows, double[] labels, List<String> problems) implements Serializable {
        static Told of(ReadFile file) {
            return file.rows() == null
                    ? new Told(0, new double[0], file.problems())
                    : new Told(file.rows().rows(), file.rows().labels(), List.of());
        }
    }

    /** Some rows of a file, with their numbers in the table. */
    private record Chunk(int[] numbers, TablePart rows) implements Serializable {
        int first() {
            return numbers[0];
        }
    }

    /** @throws InvalidInputException where executors cannot read a file, or not as the driver does */
    static SparkTable read(JavaSparkContext context, Path file, InferredSchema inferred, InferenceOptions options) {
        List<ReadFile.Request> requests = requests(file, inferred, options);
        JavaRDD<ReadFile> files = context.parallelize(requests, requests.size())
                .map(ReadFile.Request::read)
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<Told> told = ExecutorWait.result(context, files.map(Told::of).collectAsync());
        List<String> problems = told.stream()
                .flatMap(part -> part.problems().stream())
                .map(problem -> "--read-on-cluster: on an executor " + problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        int[] starts = new int[told.size() + 1];
        for (int k = 0; k < told.size(); k++) {
            starts[k + 1] = Math.addExact(starts[k], told.get(k).rows());
        }
        return new SparkTable(
                context,
                files.map(ReadFile::part),
                told.stream().map(Told::labels).toList(),
                inferred.schema().features().size(),
                starts);
    }

    private static List<ReadFile.Request> requests(Path file, InferredSchema inferred, InferenceOptions options) {
        try {
            List<ReadFile.Request> requests = new ArrayList<>();
            for (Path part : CsvParts.of(file)) {
                requests.add(new ReadFile.Request(
                        SeenFile.of(part),
                        inferred.schema().toJson(),
                        inferred.format().toJson(),
                        options.gaps(),
                        options.dropUnlabelled()));
            }
            return requests;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** The table, of which this process has the labels. */
    Table table(InferredSchema inferred) {
        return TablePart.distant(inferred, this, labels);
    }

    @Override
    public int count() {
        return starts[starts.length - 1];
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double[] column(int column) {
        List<double[]> values = ExecutorWait.result(
                context, parts.map(part -> part.column(column)).collectAsync());
        double[] all = new double[count()];
        for (int k = 0; k < values.size(); k++) {
            System.arraycopy(values.get(k), 0, all, starts[k], values.get(k).length);
        }
        return all;
    }

    @Override
    public double[] rows(int... rows) {
        List<List<Integer>> places = new ArrayList<>();
        IntStream.range(1, starts.length).forEach(part -> places.add(new ArrayList<>()));
        for (int i = 0; i < rows.length; i++) {
            places.get(partOf(rows[i])).add(i);
        }
        int[][] wanted = new int[places.size()][];
        for (int part = 0; part < wanted.length; part++) {
            int start = starts[part];
            wanted[part] =
                    places.get(part).stream().mapToInt(i -> rows[i] - start).toArray();
        }
        List<double[]> found = ExecutorWait.result(
                context,
                parts.mapPartitionsWithIndex((k, part) -> features(part, wanted[k]), true)
                        .collectAsync());
        double[] all = new double[Math.multiplyExact(rows.length, columns)];
        for (int part = 0; part < wanted.length; part++) {
            for (int k = 0; k < wanted[part].length; k++) {
                System.arraycopy(
                        found.get(part), k * columns, all, places.get(part).get(k) * columns, columns);
            }
        }
        return all;
    }

    private static Iterator<double[]> features(Iterator<TablePart> part, int... wanted) {
        double[] found = wanted.length == 0 ? new double[0] : part.next().features(wanted);
        return List.of(found).iterator();
    }

    /** Which part has a row: the last that begins with it or before, for parts without rows begin there too. */
    private int partOf(int row) {
        int part = Arrays.binarySearch(starts, row);
        part = part < 0 ? -part - 2 : part;
        while (starts[part + 1] == starts[part]) {
            part++;
        }
        return part;
    }

    /** The rows of each partition, prepared there. */
    JavaRDD<PartitionRows> spread(Partitioning partitioning, Preprocessing preprocessing) {
        Map<String, byte[]> entries = preprocessing.toEntries();
        int[] begins = starts.clone();
        Broadcast<int[][]> rows = context.broadcast(IntStream.range(0, partitioning.parts())
                .mapToObj(partitioning::rows)
                .toArray(int[][]::new));
        JavaRDD<Tuple2<Integer, Chunk>> chunks =
                parts.mapPartitionsWithIndex((k, part) -> chunks(part, begins[k], begins[k + 1], rows.value()), true);
        return PartitionRows.kept(
                context,
                JavaPairRDD.fromJavaRDD(chunks)
                        .groupByKey(new HashPartitioner(partitioning.parts()))
                        .values()
                        .map(some -> prepared(some, entries)));
    }

    /** Those of a file's rows that each partition has. */
    private static Iterator<Tuple2<Integer, Chunk>> chunks(Iterator<TablePart> part, int from, int to, int[]... rows) {
        if (from == to) {
            return Collections.emptyIterator();
        }
        TablePart all = part.next();
        List<Tuple2<Integer, Chunk>> chunks = new ArrayList<>();
        for (int p = 0; p < rows.length; p++) {
            int[] own = Arrays.copyOfRange(rows[p], firstFrom(from, rows[p]), firstFrom(to, rows[p]));
            if (own.length > 0) {
                int[] places = Arrays.stream(own).map(row -> row - from).toArray();
                chunks.add(new Tuple2<>(p, new Chunk(own, all.of(places))));
            }
        }
        return chunks.iterator();
    }

    /** How many of these rows, which are in order, come before that one. */
    private static int firstFrom(int row, int... rows) {
        int place = Arrays.binarySearch(rows, row);
        return place < 0 ? -place - 1 : place;
    }

    private static PartitionRows prepared(Iterable<Chunk> chunks, Map<String, byte[]> entries) {
        List<Chunk> inOrder = StreamSupport.stream(chunks.spliterator(), false)
                .sorted(Comparator.comparingInt(Chunk::first))
                .toList();
        Preprocessing preprocessing =
                Preprocessing.fromEntries(entries, "the driver").orElseThrow();
        TablePart rows = TablePart.together(inOrder.stream().map(Chunk::rows).toList());
        Table table = preprocessing.prepare(rows.table(preprocessing.schema()));
        return new PartitionRows(
                table.batch(IntStream.range(0, table.rows()).toArray()),
                inOrder.stream()
                        .flatMapToInt(chunk -> Arrays.stream(chunk.numbers()))
                        .toArray());
    }
}
