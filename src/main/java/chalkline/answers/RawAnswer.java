package chalkline.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An answer as it stands in a file.
 *
 * @param name as written
 * @param rows as written, equally long; one row where it is flat
 * @param flat whether it is a number or a list, and no list of rows
 * @param problem is told what is wrong with it
 */
record RawAnswer(String name, List<List<Cell>> rows, boolean flat, Consumer<String> problem) {
    /** A number as it stands in a file, or a blank. */
    interface Cell {
        /** The number; empty where it is blank, or has a problem that was told. */
        Optional<AnswerNumber> number();
    }

    /** A number written in characters. */
    record TextCell(String text, Consumer<String> problem) implements Cell {
        @Override
        public Optional<AnswerNumber> number() {
            String stripped = text.strip();
            boolean blank =
                    stripped.isEmpty() || stripped.equals("~") || stripped.equals("?") || stripped.equals("null");
            return blank ? Optional.empty() : WrittenNumber.parse(stripped, problem);
        }
    }

    /** A number of a binary file. */
    record BinaryCell(AnswerNumber value) implements Cell {
        @Override
        public Optional<AnswerNumber> number() {
            return Optional.of(value);
        }
    }

    /** The rows of numbers that are printed as NumPy and PyTorch print them, or are written in brackets. */
    static RawAnswer printed(String name, String text, Consumer<String> problem) {
        List<List<Cell>> rows = new ArrayList<>();
        PrintedArray array = PrintedArray.parse(text);
        for (List<String> row : array.rows()) {
            List<Cell> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(new TextCell(cell, problem)));
            rows.add(cells);
        }
        return new RawAnswer(name, rows, array.flat(), problem);
    }

    int columns() {
        return rows.isEmpty() ? 0 : rows.get(0).size();
    }

    /** Its numbers row by row. */
    List<Optional<AnswerNumber>> numbers() {
        List<Optional<AnswerNumber>> numbers = new ArrayList<>();
        rows.forEach(row -> row.forEach(cell -> numbers.add(cell.number())));
        return numbers;
    }
}
