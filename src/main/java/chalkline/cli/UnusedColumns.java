package chalkline.cli;

import chalkline.data.Table;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A note about columns that a model has no use for: usual in practice, but sometimes a column's name is misspelt. */
final class UnusedColumns {
    private static final int MOST = 10;

    private UnusedColumns() {}

    static void note(Table table, Path file, CommandSpec spec) {
        int count = table.ignoredColumns().size();
        if (count > 0) {
            String names = table.ignoredColumns().stream().limit(MOST).collect(Collectors.joining(", "));
            spec.commandLine()
                    .getErr()
                    .println(file + ": the model does not use the column" + (count == 1 ? " " : "s ") + names
                            + (count > MOST ? " and " + (count - MOST) + " more" : ""));
        }
    }
}
