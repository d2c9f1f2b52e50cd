package chalkline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Which inputs of a network the feature columns are: a number is one, a name one for each category, a date its parts. */
final class InputLayout {
    /** The index for none of the categories. */
    static final double NO_CATEGORY = -1;

    private final Schema schema;
    /** How many inputs each feature column is, in their order. */
    private final int[] widths;

    private final boolean[] categorical;
    /** Null where the column holds no dates. */
    private final DateForm[] dates;

    private final int width;
    private final boolean isPlain;

    InputLayout(Schema schema) {
        this.schema = schema;
        int features = schema.features().size();
        widths = new int[features];
        categorical = new boolean[features];
        dates = new DateForm[features];
        for (int j = 0; j < features; j++) {
            String name = schema.features().get(j);
            categorical[j] = schema.isCategorical(j);
            dates[j] = schema.type(name) instanceof DateForm date ? date : null;
            widths[j] = categorical[j] ? schema.categories().get(name).size() : dates[j] == null ? 1 : dates[j].width();
        }
        width = Arrays.stream(widths).sum();
        isPlain = width == features
                && !hasCategories()
                && Arrays.stream(dates)
                        .allMatch(date -> date == null || date.scaled().get(0));
    }

    /** How many inputs come before those of a feature column. */
    int place(int column) {
        return Arrays.stream(widths).limit(column).sum();
    }

    int width() {
        return width;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < widths.length; j++) {
            String feature = schema.features().get(j);
            if (categorical[j]) {
                schema.categories().get(feature).forEach(category -> names.add(feature + "=" + category));
            } else if (dates[j] == null) {
                names.add(feature);
            } else {
                names.addAll(dates[j].inputNames(feature));
            }
        }
        return names;
    }

    /** Whether each column is its one number. */
    boolean isPlain() {
        return isPlain;
    }

    boolean hasCategories() {
        for (boolean each : categorical) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    boolean isCategorical(int column) {
        return categorical[column];
    }

    /** For each input of a feature column whether it is a number without bounds, which is scaled. */
    List<Boolean> scaled(int column) {
        if (categorical[column]) {
            return Collections.nCopies(widths[column], false);
        }
        return dates[column] == null ? List.of(true) : dates[column].scaled();
    }

    /** Writes the inputs of a row to zeros, beginning at this place. */
    void fill(TableInputs table, int row, double[] inputs, int place) {
        int at = place;
        for (int j = 0; j < widths.length; j++) {
            double value = table.get(row, j);
            if (categorical[j]) {
                if (value != NO_CATEGORY) {
                    inputs[at + (int) value] = 1;
                }
            } else if (dates[j] == null) {
                inputs[at] = value;
            } else {
                dates[j].fill(value, inputs, at);
            }
            at += widths[j];
        }
    }
}
