package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.CsvParts;
import chalkline.files.AtomicFile;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import chalkline.training.ConfigurationDraft;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration of a table, written the first time it is trained on and used from then on.
 *
 * @param table as the person wrote its path
 * @param labels the columns to be predicted
 * @param directory what relative paths are taken from
 */
record TableConfiguration(Path table, List<String> labels, WorkingDirectory directory) {
    private static final Pattern TABLE = Pattern.compile("(?i).*\\.((csv|tsv)(\\.gz)?|parquet)");

    /** Whether a path can only be a table. */
    static boolean isTable(String path) {
        return TABLE.matcher(path).matches();
    }

    /**
     * The configuration.
     *
     * @param settings of the command line
     * @param write whether to write a new one
     * @param err is told where it is
     */
    Configuration read(List<String> settings, boolean write, PrintWriter err) {
        requireTable();
        Path file = Path.of(ConfigurationDraft.name(table) + ".yaml");
        Path place = directory.resolve(file);
        if (!InputFile.isStandardInput(table) && Files.exists(place)) {
            Configuration known = directory.read(file, settings);
            if (!isAboutThis(known, settings)) {
                throw new InvalidInputException(file + ": is there already, and is not about the labels "
                        + String.join(",", labels) + " of " + table + "; move it away, or train " + file);
            }
            err.println(
                    "configuration " + file + ", which is there already; without it the columns are looked at anew");
            return known;
        }
        directory.confined(place);
        ConfigurationDraft draft = draft(settings);
        String text = draft.text();
        Configuration configuration = Configuration.parse(text, file, directory.path(), settings);
        directory.confined(configuration.model());
        if (InputFile.isStandardInput(table)) {
            err.println("no configuration is written for standard input; the run directory has the one that was used");
        } else if (write) {
            AtomicFile.write(place, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            err.println("configuration " + file + " written");
        } else {
            err.println("the configuration would be " + file + ":");
            err.print(text);
        }
        draft.notes().forEach(note -> err.println(table + ": " + note));
        err.flush();
        return configuration;
    }

    private void requireTable() {
        boolean there;
        try {
            there = CsvParts.of(directory.resolve(table)).stream().anyMatch(Files::exists);
        } catch (IOException e) {
            throw new InvalidInputException(table + ": cannot be read: " + Sentences.reason(e), e);
        }
        if (!there) {
            throw new InvalidInputException(table + ": there is no such file, nor a folder with tables");
        }
    }

    private boolean isAboutThis(Configuration known, List<String> settings) {
        return known.data().train() instanceof DataSpec.Csv csv
                && csv.file().equals(directory.resolve(table))
                && csv.labels().equals(ConfigurationDraft.labels(table, directory.path(), labels, settings));
    }

    private ConfigurationDraft draft(List<String> settings) {
        List<String> names = ConfigurationDraft.labels(table, directory.path(), labels, settings);
        return ConfigurationDraft.of(table, directory.path(), names, settings);
    }
}
