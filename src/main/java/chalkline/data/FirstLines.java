package chalkline.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * The format of a file, detected from its first lines.
 *
 * @param separator stands between cells; a space is any number of spaces and tabs
 * @param quote stands around cells that have a separator in them
 * @param spaced whether spaces may stand around the quotes
 * @param before how many lines come before the names: a title, or Excel's {@code sep=;}
 * @param header whether the first line behind these has names, not values
 */
record FirstLines(char separator, char quote, boolean spaced, int before, boolean header) {
    /** Those of {@link TextOfRows}. */
    static final FirstLines OF_ROWS = new FirstLines(',', '"', false, 0, true);

    private static final int SAMPLE = 1 << 16;
    private static final int PART_OF_SAMPLE = 1 << 12;
    private static final int MOST_ROWS = 50;
    private static final int FEWEST_ROWS = 3;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final String EXCEL = "sep=";
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?[0-9.]*,[0-9]+");
    private static final Pattern WRITTEN_NUMBER = Pattern.compile("[-+]?[0-9]{1,3}([., '][0-9]{3})*([.,][0-9]+)?");
    private static final Pattern SPACED =
            Pattern.compile("[,;|][ \t]+[\"'][^\"'\n]*[\"'][ \t]*([,;|]|\r?$)", Pattern.MULTILINE);
    private static final Pattern ALL_QUOTED = Pattern.compile("'[^'\n]*'([,;\t| ]+'[^'\n]*')*");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("(^|[,;\t| ])'[^'\n]*'(?=[,;\t| ]|$)");

    /** Looks at the beginning of the text without consuming it. */
    static FirstLines of(BufferedReader text, CsvFormat format) throws IOException {
        text.mark(SAMPLE);
        StringBuilder sample = new StringBuilder();
        char[] some = new char[PART_OF_SAMPLE];
        for (int read = 0; read >= 0 && sample.length() < SAMPLE; ) {
            read = text.read(some, 0, Math.min(some.length, SAMPLE - sample.length()));
            sample.append(some, 0, Math.max(0, read));
        }
        text.reset();
        return of(sample.toString(), sample.length() == SAMPLE, format);
    }

    private static FirstLines of(String sample, boolean isCut, CsvFormat format) {
        char quote = isSingleQuoted(sample) ? '\'' : '"';
        boolean spaced = SPACED.matcher(sample).find();
        boolean excel = sample.toLowerCase(Locale.ROOT).startsWith(EXCEL)
                && sample.length() > EXCEL.length()
                && CsvFormat.isSeparator(sample.charAt(EXCEL.length()));
        Optional<Character> known =
                format.separator().or(() -> excel ? Optional.of(sample.charAt(EXCEL.length())) : Optional.empty());
        Grid grid = known.map(separator -> Grid.of(sample, isCut, separator, quote, spaced))
                .orElseGet(() -> Grid.best(sample, isCut, quote, spaced));
        int before = excel ? Math.max(1, grid.before) : grid.before;
        List<List<String>> rows = grid.rows.subList(Math.min(before, grid.rows.size()), grid.rows.size());
        return new FirstLines(
                grid.separator, quote, spaced, before, format.header().orElseGet(() -> hasNames(rows)));
    }

    /** The records of a text that is written so, those before the names included. */
    Iterator<CsvRecord> records(Reader text) {
        return records(text, separator, quote, spaced);
    }

    private static Iterator<CsvRecord> records(Reader text, char separator, char quote, boolean spaced) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(spaced)
                .ofCsvRecord(separator == ' ' ? new BlankRuns(text, quote) : text)
                .iterator();
    }

    /** Whether the first line has nothing but cells in single quotes, or every other line has one, and none a double one. */
    private static boolean isSingleQuoted(String sample) {
        if (sample.indexOf('\'') < 0 || sample.indexOf('"') >= 0) {
            return false;
        }
        long with = sample.lines()
                .filter(line -> SINGLE_QUOTED.matcher(line).find())
                .count();
        return sample.lines().limit(1).allMatch(line -> ALL_QUOTED.matcher(line).matches())
                || 2 * with >= sample.lines().count();
    }

    /** The first rows under one separator; the width is that of most of them. */
    private record Grid(char separator, List<List<String>> rows, int width, int before) {
        static Grid of(String sample, boolean isCut, char separator, char quote, boolean spaced) {
            List<List<String>> rows = new ArrayList<>();
            try {
                Iterator<CsvRecord> records = records(new StringReader(sample), separator, quote, spaced);
                while (records.hasNext() && rows.size() < MOST_ROWS) {
                    rows.add(records.next().getFields());
                }
            } catch (CsvParseException e) {
                // The sample ends within a quoted cell, or this is not the separator.
            }
            if (isCut && rows.size() > 1 && rows.size() < MOST_ROWS) {
                rows.remove(rows.size() - 1);
            }
            Map<Integer, Integer> counts = new HashMap<>();
            rows.forEach(row -> counts.merge(row.size(), 1, Integer::sum));
            int width = counts.entrySet().stream()
                    .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse(0);
            int before = 0;
            while (before < rows.size() - 1 && (isTitle(rows.get(before), width) || isComment(rows, before, width))) {
                before++;
            }
            return new Grid(separator, rows, width, before);
        }

        /** A line with hardly a cell where the others have many. */
        private static boolean isTitle(List<String> row, int width) {
            long filled = row.stream().filter(cell -> !cell.isBlank()).count();
            return width >= 3 && row.size() <= width / 2 || width >= 4 && filled <= 2 && filled <= width / 2;
        }

        /** A line that begins with # is none of names, as #CHROM is, where it has other cells or one more such line follows. */
        private static boolean isComment(List<List<String>> rows, int at, int width) {
            return isMarked(rows.get(at)) && (rows.get(at).size() != width || isMarked(rows.get(at + 1)));
        }

        private static boolean isMarked(List<String> row) {
            return row.get(0).strip().startsWith("#");
        }

        static Grid best(String sample, boolean isCut, char quote, boolean spaced) {
            List<Grid> grids = SEPARATORS.stream()
                    .map(separator -> of(sample, isCut, separator, quote, spaced))
                    .toList();
            List<Grid> even = grids.stream().filter(Grid::isTable).toList();
            // A line of names must not be mistaken for a title.
            List<Grid> untitled = even.stream().filter(grid -> grid.before == 0).toList();
            Optional<Grid> best = widest(untitled.isEmpty() ? even : untitled);
            Grid blanks = of(sample, isCut, ' ', quote, spaced);
            boolean aligned = best.filter(grid -> grid.separator != '\t' || !grid.hasAlignedCells())
                    .isEmpty();
            if (aligned && blanks.isTable() && grids.stream().allMatch(grid -> grid.width <= blanks.width)) {
                return blanks;
            }
            return best.orElseGet(() -> grids.stream()
                    .filter(grid -> grid.width > 1)
                    .reduce((a, b) -> b.usual() > a.usual() ? b : a)
                    .orElse(grids.get(0)));
        }

        /** The one with most cells; commas that are all decimal signs separate nothing. */
        private static Optional<Grid> widest(List<Grid> grids) {
            BinaryOperator<Grid> wider = (a, b) -> b.width > a.width ? b : a;
            return grids.stream()
                    .filter(grid -> grid.separator != CsvFormat.USUAL_SEPARATOR && grid.hasDecimalCommas())
                    .reduce(wider)
                    .or(() -> grids.stream().reduce(wider));
        }

        /** Whether every row has the same cells, more than one. */
        private boolean isTable() {
            return width > 1 && isEven();
        }

        /** Whether several spaces stand within a cell of the first row, as between columns that are aligned. */
        private boolean hasAlignedCells() {
            return rows.get(before).stream().anyMatch(cell -> cell.strip().contains("  "));
        }

        private long usual() {
            return rows.stream().filter(row -> row.size() == width).count();
        }

        /** Whether all rows have as many cells, not counting empty ones at their end; R's names are one fewer. */
        private boolean isEven() {
            for (int i = before; i < rows.size(); i++) {
                List<String> row = rows.get(i);
                boolean more = row.size() > width
                        && row.subList(width, row.size()).stream().allMatch(String::isBlank);
                if (row.size() != width && !more && !(i == before && row.size() == width - 1 && row.size() > 1)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether every comma in a cell is a decimal sign. */
        private boolean hasDecimalCommas() {
            List<String> cells = rows.stream()
                    .flatMap(List::stream)
                    .filter(cell -> cell.indexOf(',') >= 0)
                    .toList();
            return !cells.isEmpty()
                    && cells.stream()
                            .allMatch(
                                    cell -> DECIMAL_COMMA.matcher(cell.strip()).matches());
        }
    }

    /**
     * Whether the first row has names: a text above numbers is one, and a value that its column has again is none. Where
     * there is nothing but numbers, they are names if they count on evenly, as years do.
     */
    private static boolean hasNames(List<List<String>> rows) {
        if (rows.size() <= FEWEST_ROWS || rows.get(1).size() != rows.get(0).size()) {
            return true;
        }
        List<String> first = rows.get(0);
        List<Double> numbers = new ArrayList<>();
        int again = 0;
        int texts = 0;
        for (int j = 0; j < first.size(); j++) {
            String cell = first.get(j).strip();
            List<String> below = below(rows, j);
            if (MissingValues.USUAL.contains(cell) || below.isEmpty()) {
                continue;
            }
            boolean number = isNumber(cell);
            if (below.stream().allMatch(FirstLines::isNumber)) {
                if (!number) {
                    return true;
                }
                numbers.add(new NumberForm('.', ",", Map.of()).parse(cell));
            } else if (below.contains(cell)) {
                again++;
            } else {
                texts++;
            }
        }
        if (numbers.isEmpty()) {
            return 2 * again < first.size() || again == 0;
        }
        return again == 0 && (texts == 0 ? countsOn(numbers) : rises(numbers));
    }

    private static List<String> below(List<List<String>> rows, int column) {
        return rows.stream()
                .skip(1)
                .filter(row -> row.size() > column)
                .map(row -> row.get(column).strip())
                .filter(cell -> !MissingValues.USUAL.contains(cell))
                .toList();
    }

    private static boolean isNumber(String cell) {
        return !Double.isNaN(NumberText.parse(cell))
                || WRITTEN_NUMBER.matcher(cell).matches();
    }

    private static boolean countsOn(List<Double> numbers) {
        for (int k = 2; k < numbers.size(); k++) {
            double step = numbers.get(1) - numbers.get(0);
            double here = numbers.get(k) - numbers.get(k - 1);
            if (!(step > 0 && Math.abs(here - step) <= 1e-6 * step)) {
                return false;
            }
        }
        return numbers.size() > 2;
    }

    private static boolean rises(List<Double> numbers) {
        for (int k = 1; k < numbers.size(); k++) {
            if (!(numbers.get(k) > numbers.get(k - 1))) {
                return false;
            }
        }
        return numbers.stream().allMatch(number -> number == Math.rint(number)) || countsOn(numbers);
    }
}
