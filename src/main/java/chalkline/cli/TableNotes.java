package chalkline.cli;

import chalkline.data.Table;
import chalkline.network.Sentences;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Notes on a file that was read: its encoding, and columns that the model does not use. */
final class TableNotes {
    private static final int MOST = 10;

    private TableNotes() {}

    static void print(Table table, Path file, CommandSpec spec) {
        print(table.notes(), file, spec);
        printIgnored(table, file, spec);
    }

    static void print(List<String> notes, Path file, CommandSpec spec) {
        notes.forEach(note -> spec.commandLine().getErr().println(file + ": " + note));
    }

    static void printIgnored(Table table, Path file, CommandSpec spec) {
        int count = table.ignoredColumns().size();
        if (count > 0) {
            String names = table.ignoredColumns().stream()
                    .limit(MOST)
                    .map(Sentences::shown)
                    .collect(Collectors.joining(", "));
            spec.commandLine()
                    .getErr()
                    .println(file + ": the model does not use the column" + (count == 1 ? " " : "s ") + names
                            + (count > MOST ? " and " + (count - MOST) + " more" : ""));
        }
    }
}
