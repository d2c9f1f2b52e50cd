package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Problems;
import chalkline.network.Sentences;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Reads a table from a CSV file. */
final class TableReader implements CsvFile.Receiver {
    private final CsvFile file;
    private final Problems problems;
    private final CsvFormat format;
    /** Null where the file itself is to tell. */
    private final Schema known;

    private final List<String> labelNames;
    private final Map<String, ColumnType> types;
    private final boolean mayMiss;

    private List<String> header = List.of();
    private List<ColumnReader> features = List.of();
    private List<ColumnReader> labels = List.of();
    private Cells.Builder featureCells;
    private Cells.Builder labelCells;
    private int rows;
    /** How many rows make a part, and who takes it; null where all rows are one table. */
    private Consumer<Table> receiver;

    private int rowsAtATime = Integer.MAX_VALUE;
    private long rowsBefore;

    private TableReader(
            CsvFile file,
            CsvFormat format,
            Schema known,
            List<String> labelNames,
            Map<String, ColumnType> types,
            boolean mayMiss) {
        this.file = file;
        this.problems = file.problems();
        this.format = format;
        this.known = known;
        this.labelNames = List.copyOf(labelNames);
        this.types = Map.copyOf(types);
        this.mayMiss = mayMiss;
    }

    static Table read(
            Path path,
            String shownName,
            List<String> labelColumns,
            CsvFormat format,
            Map<String, ColumnType> types,
            boolean mayMiss) {
        if (labelColumns.isEmpty()) {
            throw new InvalidInputException(shownName + ": no label column is named");
        }
        if (new HashSet<>(labelColumns).size() < labelColumns.size()) {
            throw new InvalidInputException(
                    shownName + ": the labels " + Sentences.listed(labelColumns) + " name a column twice");
        }
        CsvFile file = new CsvFile(path, shownName, format.separator());
        return new TableReader(file, format, null, labelColumns, types, mayMiss).read();
    }

    static Table read(
            Path path, String shownName, Schema schema, boolean labelsRequired, CsvFormat format, boolean mayMiss) {
        CsvFile file = new CsvFile(path, shownName, format.separator());
        List<String> labels = labelsRequired ? schema.labels() : List.of();
        return new TableReader(file, format, schema, labels, Map.of(), mayMiss).read();
    }

    static void readInParts(
            Path path,
            String shownName,
            Schema schema,
            boolean labelsRequired,
            CsvFormat format,
            boolean mayMiss,
            int rowsAtATime,
            Consumer<Table> receiver) {
        CsvFile file = new CsvFile(path, shownName, format.separator());
        List<String> labels = labelsRequired ? schema.labels() : List.of();
        TableReader reader = new TableReader(file, format, schema, labels, Map.of(), mayMiss);
        reader.rowsAtATime = rowsAtATime;
        reader.receiver = receiver;
        file.read(reader);
    }

    private Table read() {
        file.read(this);
        return table();
    }

    @Override
    public void header(CsvRecord names) {
        header = names.getFields().stream().map(String::strip).toList();
        long line = names.getStartingLineNumber();
        Set<String> seen = new HashSet<>();
        for (int j = 0; j < header.size(); j++) {
            String name = header.get(j);
            if (name.isEmpty()) {
                problems.add(line, "column " + (j + 1) + " has no name");
            } else if (!seen.add(name)) {
                problems.add(line, "column name " + Sentences.quoted(name) + " occurs twice");
            }
        }
        problems.throwIfAny();
        if (known == null) {
            chooseColumns(line);
        } else {
            findColumns();
        }
        problems.throwIfAny();
        beginPart();
    }

    private void beginPart() {
        featureCells = new Cells.Builder(features.size(), rowsAtATime);
        labelCells = new Cells.Builder(labels.size(), rowsAtATime);
        rows = 0;
    }

    /** Hands on the rows since the last part, unless there was a bad one. */
    private void endPart() {
        if (problems.count() == 0) {
            receiver.accept(table());
        }
        rowsBefore += rows;
        beginPart();
    }

    private void chooseColumns(long line) {
        Map<String, Integer> places = find(labelNames);
        problems.throwIfAny();
        find(List.copyOf(new TreeSet<>(types.keySet())));
        labels = labelNames.stream()
                .map(name -> new ColumnReader(problems, name, places.get(name), labelType(name), format, false)
                        .callingThem("classes"))
                .toList();
        features = IntStream.range(0, header.size())
                .filter(j -> !labelNames.contains(header.get(j)) && types.get(header.get(j)) != ColumnType.IGNORE)
                .mapToObj(j -> new ColumnReader(problems, header.get(j), j, types.get(header.get(j)), format, mayMiss))
                .toList();
        if (features.isEmpty()) {
            problems.add(line, "no column beside the labels " + Sentences.listed(labelNames));
        }
    }

    /** Classes come one column at a time. */
    private ColumnType labelType(String name) {
        return labelNames.size() == 1 ? types.get(name) : ColumnType.NUMERIC;
    }

    private void findColumns() {
        List<String> wanted = new ArrayList<>(known.features());
        wanted.addAll(labelNames);
        Map<String, Integer> places = find(wanted);
        problems.throwIfAny();
        features = known.features().stream()
                .map(name ->
                        knownColumn(name, places.get(name), known.categories().get(name), mayMiss))
                .toList();
        List<String> classes = known.classes().isEmpty() ? null : known.classes();
        labels = labelNames.stream()
                .map(name -> knownColumn(name, places.get(name), classes, false).callingThem("classes"))
                .toList();
    }

    private ColumnReader knownColumn(String name, int place, List<String> categories, boolean mayLack) {
        return categories == null
                ? new ColumnReader(problems, name, place, ColumnType.NUMERIC, format, mayLack)
                : new ColumnReader(problems, name, place, ColumnType.CATEGORICAL, format, mayLack).knowing(categories);
    }

    /** Where every column is. Those of the names that are missing become one problem. */
    private Map<String, Integer> find(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < header.size(); j++) {
            places.put(header.get(j), j);
        }
        List<String> missing =
                names.stream().filter(name -> !places.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            boolean noNames = header.stream().noneMatch(name -> Double.isNaN(NumberText.parse(name)));
            problems.add("no column " + Sentences.listed(missing)
                    + (noNames
                            ? "; the first line must be column names, but has only numbers"
                            : "; the columns are " + Sentences.listed(header) + otherSeparator()));
        }
        return places;
    }

    /** A whole line that was taken for one name says which character it was written with. */
    private String otherSeparator() {
        if (header.size() == 1) {
            for (char c : new char[] {',', ';', '\t', '|'}) {
                if (c != format.separator() && header.get(0).indexOf(c) >= 0) {
                    return "; is the separator " + (c == '\t' ? "a tab" : "'" + c + "'") + "?";
                }
            }
        }
        return "";
    }

    @Override
    public void row(CsvRecord cells) {
        long line = cells.getStartingLineNumber();
        if (cells.getFieldCount() != header.size()) {
            problems.add(
                    line,
                    Sentences.counted(cells.getFieldCount(), "cell") + ", but the header has "
                            + Sentences.counted(header.size(), "column"));
            return;
        }
        if (rows == Integer.MAX_VALUE) {
            problems.add(line, "more rows than one table can hold");
            problems.throwIfAny();
        }
        rows++;
        for (ColumnReader column : features) {
            featureCells.add(column.value(line, cells.getField(column.place())));
        }
        for (ColumnReader column : labels) {
            labelCells.add(column.value(line, cells.getField(column.place())));
        }
        featureCells.endRow();
        labelCells.endRow();
        if (rows == rowsAtATime && receiver != null) {
            endPart();
        }
    }

    @Override
    public void end() {
        if (rowsBefore + rows == 0) {
            problems.add("column names but no rows");
        }
        features.forEach(column -> column.end(rowsBefore + rows));
        if (features.stream().anyMatch(ColumnReader::lacksValues)) {
            problems.hint(
                    "missing values are refused unless the model is trained with something that stands in for them,"
                            + " as by data.missing: median");
        }
        if (receiver != null && rows > 0) {
            endPart();
        }
    }

    private Table table() {
        Schema schema = known == null ? schema() : known;
        if (known == null) {
            sort(features, featureCells);
            sort(labels, labelCells);
        }
        return Table.part(
                schema,
                featureCells.build(),
                labels.isEmpty() ? null : labelCells.build(),
                unusedColumns(schema),
                rowsBefore);
    }

    private static void sort(List<ColumnReader> columns, Cells.Builder cells) {
        for (int j = 0; j < columns.size(); j++) {
            if (columns.get(j).hasCategories()) {
                cells.replace(j, columns.get(j).order());
            }
        }
    }

    private List<String> unusedColumns(Schema schema) {
        Set<String> used = new HashSet<>(schema.features());
        used.addAll(schema.labels());
        return header.stream().filter(name -> !used.contains(name)).toList();
    }

    private Schema schema() {
        Map<String, List<String>> categories = new HashMap<>();
        features.stream()
                .filter(ColumnReader::hasCategories)
                .forEach(column -> categories.put(column.name(), column.categories()));
        List<String> classes = labels.get(0).hasCategories() ? labels.get(0).categories() : List.of();
        try {
            return new Schema(features.stream().map(ColumnReader::name).toList(), labelNames, classes, categories);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            problems.throwIfAny();
            throw e;
        }
    }
}
