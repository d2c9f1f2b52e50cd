package chalkline.cli;

import chalkline.data.Table;
import chalkline.network.Sentences;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Notes on a file that was read: its encoding, and columns that the model does not use. */
final class TableNotes {
    private static final int MOST = 10;

    private TableNotes() {}

    static void print(Table table, Path file, CommandSpec spec) {
        table.notes().forEach(note -> print(note, file, spec));
        ofIgnored(table).ifPresent(note -> print(note, file, spec));
    }

    static void print(String note, Path file, CommandSpec spec) {
        spec.commandLine().getErr().println(file + ": " + note);
    }

    /** The sentence about the columns that the model does not use, if there are any. */
    static Optional<String> ofIgnored(Table table) {
        int count = table.ignoredColumns().size();
        String names = table.ignoredColumns().stream()
                .limit(MOST)
                .map(Sentences::shown)
                .collect(Collectors.joining(", "));
        return count == 0
                ? Optional.empty()
                : Optional.of("the model does not use the column" + (count == 1 ? " " : "s ") + names
                        + (count > MOST ? " and " + (count - MOST) + " more" : ""));
    }
}
