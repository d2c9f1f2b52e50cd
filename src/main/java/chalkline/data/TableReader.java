package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Reads a table from a CSV file. */
final class TableReader implements CsvFile.Receiver {

    /** How the label cells of this file are read. */
    private enum Labels {
        /** Not at all. */
        NONE,
        /** As numbers. */
        NUMBERS,
        /** As the schema's classes. */
        CLASSES,
        /** As texts, until the last row shows whether they are all numbers or all classes. */
        TEXTS
    }

    private final CsvFile file;
    /** Null where the file itself is to tell. */
    private final Schema known;

    private final List<String> labelNames;
    private final Labels labels;

    private List<String> header = List.of();
    private int[] featureColumns;
    private int[] labelColumns;

    private int rows;
    private final DoubleStream.Builder featureCells = DoubleStream.builder();
    private final DoubleStream.Builder labelNumbers = DoubleStream.builder();
    /** For classes and texts: each row's index into {@link #texts}. */
    private final IntStream.Builder labelTexts = IntStream.builder();

    private final Map<String, Integer> texts = new HashMap<>();
    private long firstNumber;
    private long firstText;

    private TableReader(CsvFile file, Schema known, List<String> labelNames, Labels labels) {
        this.file = file;
        this.known = known;
        this.labelNames = labelNames;
        this.labels = labels;
    }

    static Table read(Path path, String shownName, List<String> labelColumns) {
        if (labelColumns.isEmpty()) {
            throw new InvalidInputException(shownName + ": no label column is named");
        }
        if (new HashSet<>(labelColumns).size() < labelColumns.size()) {
            throw new InvalidInputException(
                    shownName + ": the labels " + Sentences.listed(labelColumns) + " name a column twice");
        }
        CsvFile file = new CsvFile(path, shownName);
        TableReader reader = new TableReader(
                file, null, List.copyOf(labelColumns), labelColumns.size() == 1 ? Labels.TEXTS : Labels.NUMBERS);
        file.read(reader);
        return reader.table();
    }

    static Table read(Path path, String shownName, Schema schema, boolean labelsRequired) {
        Labels labels;
        if (!labelsRequired) {
            labels = Labels.NONE;
        } else {
            labels = schema.classes().isEmpty() ? Labels.NUMBERS : Labels.CLASSES;
        }
        CsvFile file = new CsvFile(path, shownName);
        TableReader reader = new TableReader(file, schema, schema.labels(), labels);
        for (String name : schema.classes()) {
            reader.texts.put(name, reader.texts.size());
        }
        file.read(reader);
        return reader.table();
    }

    @Override
    public void header(CsvRecord names) {
        header = names.getFields().stream().map(String::strip).toList();
        long line = names.getStartingLineNumber();
        Set<String> seen = new HashSet<>();
        for (int j = 0; j < header.size(); j++) {
            String name = header.get(j);
            if (name.isEmpty()) {
                file.problem(line, "column " + (j + 1) + " has no name");
            } else if (!seen.add(name)) {
                file.problem(line, "column name " + Sentences.quoted(name) + " occurs twice");
            }
        }
        file.throwProblems();
        if (known == null) {
            chooseColumns(line);
        } else {
            findColumns();
        }
    }

    private void chooseColumns(long line) {
        labelColumns = find(labelNames);
        file.throwProblems();
        Set<String> notFeatures = Set.copyOf(labelNames);
        featureColumns = IntStream.range(0, header.size())
                .filter(j -> !notFeatures.contains(header.get(j)))
                .toArray();
        if (featureColumns.length == 0) {
            file.problem(line, "no column beside the labels " + Sentences.listed(labelNames));
        }
    }

    private void findColumns() {
        featureColumns = find(known.features());
        labelColumns = labels == Labels.NONE ? new int[0] : find(known.labels());
    }

    /** Where these columns are. Those that are missing become one problem. */
    private int[] find(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < header.size(); j++) {
            places.put(header.get(j), j);
        }
        List<String> missing =
                names.stream().filter(name -> !places.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            boolean noNames = header.stream().noneMatch(name -> Double.isNaN(Decimals.parse(name)));
            file.problem("no column " + Sentences.listed(missing)
                    + (noNames
                            ? "; the first line must be column names, but has only numbers"
                            : "; the columns are " + Sentences.listed(header)));
        }
        return names.stream().mapToInt(name -> places.getOrDefault(name, 0)).toArray();
    }

    @Override
    public void row(CsvRecord cells) {
        long line = cells.getStartingLineNumber();
        if (cells.getFieldCount() != header.size()) {
            file.problem(
                    line,
                    Sentences.counted(cells.getFieldCount(), "cell") + ", but the header has "
                            + Sentences.counted(header.size(), "column"));
            return;
        }
        rows++;
        if ((long) rows * Math.max(featureColumns.length, labelColumns.length) > Integer.MAX_VALUE - 8) {
            file.problem(line, "more numbers than one table can hold");
            file.throwProblems();
        }
        for (int column : featureColumns) {
            featureCells.accept(number(line, column, cells.getField(column)));
        }
        switch (labels) {
            case NONE -> {}
            case NUMBERS -> {
                for (int column : labelColumns) {
                    labelNumbers.accept(number(line, column, cells.getField(column)));
                }
            }
            case CLASSES -> labelTexts.accept(classOf(line, cells.getField(labelColumns[0])));
            case TEXTS -> labelTexts.accept(text(line, cells.getField(labelColumns[0])));
        }
    }

    private double number(long line, int column, String cell) {
        double value = Decimals.parse(cell);
        if (!Double.isFinite(value)) {
            badCell(line, column, cell, Double.isNaN(value) ? "is not a number" : "is too large for float64");
        }
        return value;
    }

    private int classOf(long line, String cell) {
        Integer index = texts.get(cell.strip());
        if (index == null) {
            badCell(line, labelColumns[0], cell, "is not one of the classes " + Sentences.listed(known.classes()));
            return 0;
        }
        return index;
    }

    private int text(long line, String cell) {
        String text = cell.strip();
        Integer index = texts.get(text);
        // A cell that was seen before and was good needs no second look.
        if (index != null) {
            return index;
        }
        double value = Decimals.parse(text);
        if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
            badCell(line, labelColumns[0], cell, "is a missing value");
            return 0;
        }
        if (Double.isInfinite(value)) {
            badCell(line, labelColumns[0], cell, "is too large for float64");
            return 0;
        }
        if (Double.isNaN(value)) {
            firstText = firstText == 0 ? line : firstText;
        } else {
            firstNumber = firstNumber == 0 ? line : firstNumber;
        }
        texts.put(text, texts.size());
        return texts.size() - 1;
    }

    private void badCell(long line, int column, String cell, String complaint) {
        String name = "column " + Sentences.quoted(header.get(column));
        file.problem(
                line, cell.isBlank() ? name + " is empty" : name + ": " + Sentences.quoted(cell) + " " + complaint);
    }

    private Table table() {
        if (rows == 0) {
            file.problem("column names but no rows");
        }
        if (firstNumber > 0 && firstText > 0) {
            file.problem(
                    Math.max(firstNumber, firstText),
                    "label column " + Sentences.quoted(labelNames.get(0)) + " has "
                            + (firstText > firstNumber ? "text" : "a number") + " here but "
                            + (firstText > firstNumber ? "a number" : "text") + " in line "
                            + Math.min(firstNumber, firstText)
                            + "; it must hold numbers throughout, or class names that are not numbers");
        }
        file.throwProblems();
        Matrix features = matrix(featureColumns.length, featureCells);
        List<String> ignored = known == null ? List.of() : unknownColumns();
        return switch (labels) {
            case NONE -> Table.written(known, features, null, null, ignored);
            case NUMBERS ->
                Table.written(
                        known == null ? schema(List.of()) : known,
                        features,
                        matrix(labelColumns.length, labelNumbers),
                        null,
                        ignored);
            case CLASSES ->
                Table.written(known, features, null, labelTexts.build().toArray(), ignored);
            case TEXTS -> firstText > 0 ? classTable(features) : numberTable(features);
        };
    }

    private List<String> unknownColumns() {
        Set<String> wanted = new HashSet<>(known.features());
        wanted.addAll(known.labels());
        return header.stream().filter(name -> !wanted.contains(name)).toList();
    }

    private Matrix matrix(int columns, DoubleStream.Builder cells) {
        return Matrix.of(rows, columns, cells.build().toArray());
    }

    private Table classTable(Matrix features) {
        List<String> classes = texts.keySet().stream().sorted().toList();
        int[] classOfText = new int[classes.size()];
        for (int k = 0; k < classes.size(); k++) {
            classOfText[texts.get(classes.get(k))] = k;
        }
        int[] rowClasses = labelTexts.build().map(index -> classOfText[index]).toArray();
        return Table.written(schema(classes), features, null, rowClasses, List.of());
    }

    private Table numberTable(Matrix features) {
        double[] valueOfText = new double[texts.size()];
        texts.forEach((text, index) -> valueOfText[index] = Decimals.parse(text));
        double[] values =
                labelTexts.build().mapToDouble(index -> valueOfText[index]).toArray();
        return Table.written(schema(List.of()), features, Matrix.of(rows, 1, values), null, List.of());
    }

    private Schema schema(List<String> classes) {
        List<String> featureNames = new ArrayList<>();
        for (int column : featureColumns) {
            featureNames.add(header.get(column));
        }
        try {
            return new Schema(featureNames, labelNames, classes);
        } catch (IllegalArgumentException e) {
            file.problem(e.getMessage());
            file.throwProblems();
            throw e;
        }
    }
}
