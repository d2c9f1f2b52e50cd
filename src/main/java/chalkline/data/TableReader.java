package chalkline.data;

import chalkline.network.Sentences;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a table from a CSV file whose columns are known. */
final class TableReader implements CsvFile.Receiver {
    private final CsvFile file;
    private final TableProblems problems;
    private final Schema schema;
    private final ReadOptions options;

    private Header header;
    private List<ColumnReader> features = List.of();
    private List<ColumnReader> labels = List.of();
    /** The columns whose cells are kept as they are, and where they are. */
    private List<String> keptColumns = List.of();

    private List<Integer> kept = List.of();

    private Cells.Builder featureCells;
    private Cells.Builder labelCells;
    private RowNotes.Builder notes;
    private int rows;
    private long rowsBefore;
    private long dropped;
    private int rowsAtATime = Integer.MAX_VALUE;
    /** Takes the parts of the file; null where all rows are one table. */
    private Consumer<Table> receiver;

    private TableReader(CsvFile file, Schema schema, ReadOptions options) {
        this.file = file;
        this.problems = file.problems();
        this.schema = schema;
        this.options = options;
    }

    static Table read(Path path, String shownName, Schema schema, CsvFormat format, ReadOptions options) {
        CsvFile file = new CsvFile(path, shownName, format.known());
        TableReader reader = new TableReader(file, schema, options);
        file.read(reader);
        return reader.table();
    }

    static void readInParts(
            Path path,
            String shownName,
            Schema schema,
            CsvFormat format,
            ReadOptions options,
            int rowsAtATime,
            Consumer<Table> receiver) {
        CsvFile file = new CsvFile(path, shownName, format.known());
        TableReader reader = new TableReader(file, schema, options);
        reader.rowsAtATime = rowsAtATime;
        reader.receiver = receiver;
        file.read(reader);
    }

    @Override
    public void header(Header names) {
        if (receiver != null && rows > 0) {
            endPart();
        }
        header = names;
        List<String> labelNames = options.labels() ? schema.labels() : List.of();
        List<String> wanted = new ArrayList<>(schema.features());
        wanted.addAll(labelNames);
        wanted.addAll(options.keep());
        Map<String, Integer> places = header.find(wanted, file.separator(), problems);
        problems.throwIfAny();
        features = schema.features().stream()
                .map(name ->
                        ColumnReader.feature(problems, name, places.get(name), schema, file.format(), options.gaps()))
                .toList();
        labels = labelNames.stream()
                .map(name -> ColumnReader.label(problems, name, places.get(name), schema, file.format()))
                .toList();
        // Later files need not have the identifiers.
        keptColumns =
                options.keptWith(schema).stream().filter(places::containsKey).toList();
        kept = keptColumns.stream().map(places::get).toList();
        if (featureCells == null) {
            beginPart();
        }
    }

    private void beginPart() {
        featureCells = new Cells.Builder(features.size(), rowsAtATime);
        labelCells = new Cells.Builder(labels.size(), rowsAtATime);
        notes = new RowNotes.Builder();
        rows = 0;
    }

    /** Hands on the rows since the last part, unless there was a bad one. */
    private void endPart() {
        if (problems.isEmpty()) {
            receiver.accept(table());
        }
        rowsBefore += rows;
        beginPart();
    }

    /** Whether a row has not the header's number of cells, which is noted; further separators at its end do not count. */
    static boolean isRagged(CsvRecord cells, Header header, TableProblems problems) {
        int count = cells.getFieldCount();
        while (count > header.size() && cells.getField(count - 1).isBlank()) {
            count--;
        }
        if (count != header.size()) {
            problems.add(
                    cells.getStartingLineNumber(),
                    "ragged" + count,
                    Sentences.counted(count, "cell") + ", but the header has "
                            + Sentences.counted(header.size(), "column"));
        }
        return count != header.size();
    }

    /** Whether nothing stands in any cell: spreadsheets leave such rows behind. */
    static boolean isBlank(CsvRecord cells) {
        int count = cells.getFieldCount();
        return count > 1
                && cells.getField(0).isEmpty()
                && cells.getFields().stream().allMatch(String::isBlank);
    }

    @Override
    public boolean takesNothing() {
        if (options.mayBeEmpty() && header == null) {
            List<String> names = new ArrayList<>(schema.features());
            options.keptWith(schema).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
            header(new Header(names, false));
        }
        return options.mayBeEmpty();
    }

    @Override
    public void row(CsvRecord cells) {
        if (options.labels() && isBlank(cells)) {
            return;
        }
        long line = cells.getStartingLineNumber();
        boolean ragged = isRagged(cells, header, problems);
        if (ragged && !options.keepGoing()) {
            return;
        }
        if (!ragged
                && options.dropUnlabelled()
                && labels.stream().anyMatch(label -> label.isMissing(cells.getField(label.place())))) {
            dropped++;
            return;
        }
        if (rows == Integer.MAX_VALUE) {
            problems.add(line, "more rows than one table can hold");
            problems.throwIfAny();
        }
        if (ragged) {
            fillUp();
        } else {
            read(line, cells);
        }
        keep(cells);
        notes.place(problems.line(), line);
        rows++;
        if (rows == rowsAtATime && receiver != null) {
            endPart();
        }
    }

    private void read(long line, CsvRecord cells) {
        for (ColumnReader column : features) {
            featureCells.add(column.value(line, cells.getField(column.place())));
            if (column.wasUnseen()) {
                notes.unseen(rows, column.name());
            }
        }
        for (ColumnReader column : labels) {
            labelCells.add(column.value(line, cells.getField(column.place())));
        }
        featureCells.endRow();
        labelCells.endRow();
    }

    /** A row of a number that means nothing, in the place of one that cannot be read. */
    private void fillUp() {
        features.forEach(column -> featureCells.add(0));
        labels.forEach(column -> labelCells.add(0));
        featureCells.endRow();
        labelCells.endRow();
    }

    private void keep(CsvRecord cells) {
        if (!kept.isEmpty()) {
            notes.kept(kept.stream()
                    .map(place -> place < cells.getFieldCount() ? cells.getField(place) : "")
                    .toList());
        }
        if (options.keepGoing() && !problems.isEmpty()) {
            notes.unusable(rows, String.join("; ", problems.take()));
        }
    }

    @Override
    public void end() {
        if (rowsBefore + rows == 0 && !options.mayBeEmpty() && problems.isEmpty()) {
            problems.add(dropped == 0 ? "column names but no rows" : "no row has a label");
        }
        if (receiver != null && (rows > 0 || rowsBefore == 0)) {
            endPart();
        }
    }

    /** What a person should know of how the file was read, of which so many rows were left out. */
    static List<String> said(List<String> notes, long dropped) {
        List<String> said = new ArrayList<>(notes);
        if (dropped > 0) {
            said.add(Sentences.counted(dropped, "row") + " without a label " + (dropped == 1 ? "is" : "are")
                    + " left out");
        }
        return said;
    }

    private Table table() {
        return Table.part(
                schema,
                featureCells.build(),
                labels.isEmpty() ? null : labelCells.build(),
                notes.build(unusedColumns(), said(file.notes(), dropped), keptColumns),
                rowsBefore);
    }

    private List<String> unusedColumns() {
        Set<String> used = new HashSet<>(schema.features());
        used.addAll(schema.labels());
        used.addAll(keptColumns);
        return header.names().stream()
                .filter(name -> !name.isEmpty() && !used.contains(name))
                .toList();
    }
}
