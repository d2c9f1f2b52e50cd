package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.Sentences;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Infers a schema from a file. */
final class SchemaInference implements CsvFile.Receiver {
    private final CsvFile file;
    private final TableProblems problems;
    private final InferenceOptions options;
    private final boolean keepsCells;
    private Header header;
    /** One for each column of the file; null for a column that is ignored. */
    private List<ColumnProfile> profiles = List.of();

    private long rows;
    private InferredSchema result;

    private SchemaInference(CsvFile file, InferenceOptions options, boolean keepsCells) {
        this.keepsCells = keepsCells;
        this.file = file;
        this.problems = file.problems();
        this.options = options;
    }

    /**
     * Reads the file.
     *
     * @param keepsCells whether {@link #table} is wanted
     * @throws chalkline.network.InvalidInputException if no schema can be inferred, with every reason
     */
    static SchemaInference of(
            Path path, String shownName, CsvFormat format, InferenceOptions options, boolean keepsCells) {
        CsvFile file = new CsvFile(path, shownName, format, options.advice());
        options.requireLabels(file.problems());
        SchemaInference inference = new SchemaInference(file, options, keepsCells);
        file.read(inference);
        return inference;
    }

    /** The inferred schema. */
    InferredSchema schema() {
        return result;
    }

    /**
     * The file's rows, read as the schema has it; empty where some cells have to be read once more for that, being numbers
     * that are codes, or too many different texts. The cells are gone afterwards.
     */
    Optional<Table> table() {
        List<String> names = Stream.concat(result.schema().features().stream(), options.labels().stream())
                .toList();
        List<ColumnCells> cells = new ArrayList<>();
        List<ColumnCells.Meaning> meanings = new ArrayList<>();
        for (String name : names) {
            ColumnProfile column = profiles.get(header.names().indexOf(name));
            Optional<ColumnCells.Meaning> meaning = reader(name).meaning(column.names(), column.hasNumbers());
            if (meaning.isEmpty() || column.hasTooManyTexts() || rows > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            cells.add(column.cells());
            meanings.add(meaning.get());
        }
        List<String> ignored = header.names().stream()
                .filter(name -> !name.isEmpty() && !names.contains(name))
                .toList();
        profiles = List.of();
        return Optional.of(table(cells, meanings, ignored));
    }

    private ColumnReader reader(String name) {
        return options.labels().contains(name)
                ? ColumnReader.label(problems, name, 0, result.schema(), result.format())
                : ColumnReader.feature(problems, name, 0, result.schema(), result.format(), options.gaps());
    }

    private Table table(List<ColumnCells> columns, List<ColumnCells.Meaning> meanings, List<String> ignored) {
        int features = result.schema().features().size();
        Cells.Builder featureCells = new Cells.Builder(features, (int) rows);
        Cells.Builder labelCells = new Cells.Builder(columns.size() - features, (int) rows);
        double[][] values = new double[columns.size()][ColumnCells.CHUNK];
        long dropped = 0;
        for (int chunk = 0; (long) chunk * ColumnCells.CHUNK < rows; chunk++) {
            int count = (int) Math.min(ColumnCells.CHUNK, rows - (long) chunk * ColumnCells.CHUNK);
            for (int j = 0; j < values.length; j++) {
                columns.get(j).fill(chunk, count, meanings.get(j), values[j]);
                columns.get(j).release(chunk);
            }
            for (int i = 0; i < count; i++) {
                boolean hasLabels = true;
                for (int j = features; j < values.length; j++) {
                    hasLabels &= !Double.isNaN(values[j][i]);
                }
                if (!hasLabels) {
                    dropped++;
                    continue;
                }
                for (int j = 0; j < values.length; j++) {
                    (j < features ? featureCells : labelCells).add(values[j][i]);
                }
                featureCells.endRow();
                labelCells.endRow();
            }
        }
        List<String> said = TableReader.said(file.notes(), dropped);
        return Table.part(
                result.schema(),
                featureCells.build(),
                labelCells.build(),
                new RowNotes.Builder().build(ignored, said, List.of()),
                0);
    }

    @Override
    public void header(Header names) {
        if (header != null) {
            continueWith(names);
            return;
        }
        header = names;
        header.find(options.labels(), file.separator(), problems);
        problems.throwIfAny();
        header.find(List.copyOf(new TreeSet<>(options.types().keySet())), file.separator(), problems);
        profiles = new ArrayList<>();
        for (String name : header.names()) {
            ColumnType type = options.types().get(name);
            boolean label = options.labels().contains(name);
            boolean out = type != null && type.isLeftOut();
            profiles.add(out ? null : new ColumnProfile(name, label, type, file.format(), keepsCells));
        }
    }

    /** The columns of a further file, which are in an order of their own. */
    private void continueWith(Header names) {
        Map<String, ColumnProfile> byName = new HashMap<>();
        for (int j = 0; j < profiles.size(); j++) {
            byName.put(header.names().get(j), profiles.get(j));
        }
        if (!byName.keySet().equals(new HashSet<>(names.names()))) {
            problems.add("its columns are " + Sentences.listed(names.names()) + ", but those of the files before are "
                    + Sentences.listed(header.names()));
        }
        header = names;
        profiles = new ArrayList<>(names.names().stream().map(byName::get).toList());
    }

    @Override
    public void row(CsvRecord cells) {
        if (TableReader.isBlank(cells) || TableReader.isRagged(cells, header, problems)) {
            return;
        }
        rows++;
        long line = cells.getStartingLineNumber();
        for (int j = 0; j < profiles.size(); j++) {
            ColumnProfile profile = profiles.get(j);
            if (profile != null) {
                profile.add(line, cells.getField(j));
            }
        }
    }

    @Override
    public void end() {
        if (rows == 0) {
            problems.add("column names but no rows");
            problems.throwIfAny();
        }
        List<ColumnDecision> decisions = new ArrayList<>();
        for (int j = 0; j < profiles.size(); j++) {
            decisions.add(decided(j));
        }
        requireValues(decisions);
        requireNoCommas(decisions);
        keepOneFeature(decisions);
        problems.throwIfAny();
        result = new InferredSchema(schema(decisions), file.format(), rows, summaries(decisions), file.notes());
    }

    /** Notes the columns that have missing values and may have none. */
    private void requireValues(List<ColumnDecision> decisions) {
        for (int j = 0; j < profiles.size(); j++) {
            ColumnProfile column = profiles.get(j);
            ColumnType type = decisions.get(j).type();
            boolean texts = column != null && column.isOfTexts(type);
            if (column == null || type.isLeftOut() && !column.isLabel() || column.missing(texts) == 0) {
                continue;
            }
            boolean mayMiss = column.isLabel() ? options.dropUnlabelled() : options.gaps() != Gaps.REFUSED;
            if (!mayMiss) {
                ColumnReader.noteMissing(
                        problems,
                        column.firstMissing(texts),
                        column.missing(texts),
                        column.name(),
                        column.isLabel()
                                ? new Remedy.Key("missing-labels", "drop-rows")
                                : new Remedy.Key("missing", "median"));
            }
        }
    }

    private ColumnDecision decided(int place) {
        ColumnProfile profile = profiles.get(place);
        if (profile == null) {
            return new ColumnDecision(options.types().get(header.names().get(place)), List.of(), Optional.empty());
        }
        if (profile.name().isEmpty()) {
            boolean empty = profile.rows() == profile.missing(true);
            if (place > 0 && !empty) {
                problems.add(
                        "column " + (place + 1) + " has no name",
                        new Remedy.Key("names", YamlText.list(header.named())));
            }
            return place == 0
                    ? ColumnDecision.unnamed()
                    : new ColumnDecision(ColumnType.IGNORE, List.of(), Optional.of("it is empty"));
        }
        return ColumnDecision.of(profile, options, problems);
    }

    /** Where one column has decimal commas, 1.234 in another one may be a thousand and more. */
    private void requireNoCommas(List<ColumnDecision> decisions) {
        boolean commas = decisions.stream()
                .anyMatch(decision -> decision.type() instanceof NumberForm form && form.decimal() == ',');
        for (int j = 0; commas && j < profiles.size(); j++) {
            ColumnProfile profile = profiles.get(j);
            if (decisions.get(j).type() == ColumnType.NUMERIC
                    && !options.types().containsKey(profile.name())
                    && profile.asNumbers().couldBeComma()) {
                SeveralReadings.besideCommas(profile).addTo(problems);
            }
        }
    }

    /** A column of numbers that count up is a feature if there is no other. */
    private void keepOneFeature(List<ColumnDecision> decisions) {
        boolean hasFeature = false;
        int series = -1;
        for (int j = 0; j < profiles.size(); j++) {
            ColumnProfile profile = profiles.get(j);
            boolean feature = profile != null && !profile.isLabel();
            hasFeature |= feature && !decisions.get(j).type().isLeftOut();
            boolean counts = feature && !profile.name().isEmpty() && profile.countsUp();
            if (counts && decisions.get(j).type() == ColumnType.IDENTIFIER && series < 0) {
                series = j;
            }
        }
        if (!hasFeature && problems.isEmpty() && series >= 0) {
            decisions.set(series, new ColumnDecision(ColumnType.NUMERIC, List.of(), Optional.empty()));
        } else if (!hasFeature && problems.isEmpty()) {
            problems.add("no column beside the labels " + Sentences.listed(options.labels()) + " to learn from"
                    + leftOut(decisions));
        }
    }

    private String leftOut(List<ColumnDecision> decisions) {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < profiles.size(); j++) {
            ColumnDecision decision = decisions.get(j);
            if (decision.type().isLeftOut()) {
                text.append("; ")
                        .append(Sentences.name(header.names().get(j)))
                        .append(" is ")
                        .append(ColumnSummary.leftOut(decision));
            }
        }
        return text.toString();
    }

    private Schema schema(List<ColumnDecision> decisions) {
        List<String> features = new ArrayList<>();
        List<String> identifiers = new ArrayList<>();
        Map<String, List<String>> categories = new HashMap<>();
        Map<String, ColumnType> types = new HashMap<>();
        List<String> classes = List.of();
        for (int j = 0; j < decisions.size(); j++) {
            ColumnDecision decision = decisions.get(j);
            String name = header.names().get(j);
            boolean label = options.labels().contains(name);
            if (decision.type() == ColumnType.IDENTIFIER) {
                identifiers.add(name);
            }
            if (label) {
                requireLabel(name, decision);
                classes = options.labels().size() == 1 ? decision.names() : classes;
            } else if (!decision.type().isLeftOut()) {
                features.add(name);
            }
            if (!label && decision.type() == ColumnType.CATEGORICAL) {
                categories.put(name, decision.names());
            } else if (!decision.type().isLeftOut()
                    && decision.type() != ColumnType.CATEGORICAL
                    && !decision.type().equals(ColumnType.NUMERIC)) {
                types.put(name, decision.type());
            }
        }
        problems.throwIfAny();
        try {
            return new Schema(
                    features,
                    options.labels(),
                    classes,
                    categories,
                    types,
                    identifiers,
                    categories.isEmpty() ? Unseen.REFUSE : options.unseen());
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            problems.throwIfAny();
            throw e;
        }
    }

    private void requireLabel(String name, ColumnDecision decision) {
        if (decision.type().isLeftOut() && problems.isEmpty()) {
            problems.add("label column " + Sentences.name(name) + ": "
                    + decision.why().orElse("it cannot be used"));
        } else if (decision.type() == ColumnType.CATEGORICAL && options.labels().size() > 1) {
            problems.add("label column " + Sentences.name(name) + " holds texts; classes need one label column, not "
                    + options.labels().size());
        }
    }

    private List<ColumnSummary> summaries(List<ColumnDecision> decisions) {
        return IntStream.range(0, decisions.size())
                .mapToObj(j -> {
                    String name = header.names().get(j);
                    return ColumnSummary.of(
                            name,
                            Optional.ofNullable(profiles.get(j)),
                            decisions.get(j),
                            options.labels().contains(name),
                            options.types().containsKey(name),
                            file.format().missingValues());
                })
                .toList();
    }
}
