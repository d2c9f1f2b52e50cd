package chalkline.cli;

import chalkline.answers.AnswerSheet;
import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import chalkline.report.OwnResults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sheets of a folder and its subfolders, as a learning platform exports them.
 *
 * @param folder the folder
 * @param sheets in the order of their paths
 * @param others files that are no sheets
 */
record SheetFolder(Path folder, List<Path> sheets, List<Path> others) {
    /** In bytes: enough to know a file by. */
    private static final int BEGINNING = 200;

    /** The file in which Gradescope's export describes all submissions. */
    private static final String METADATA = "submission_metadata.yml";

    /**
     * Finds them.
     *
     * @param except the output folder, which is left out
     * @throws InvalidInputException where there are none
     */
    static SheetFolder of(Path folder, Optional<Path> except) {
        List<Path> sheets = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        Optional<Path> written = except.map(Path::toAbsolutePath).map(Path::normalize);
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> written.filter(
                                    place -> file.toAbsolutePath().normalize().startsWith(place))
                            .isEmpty())
                    .sorted()
                    .forEach(file -> (!isHidden(folder, file) && isSheet(file) ? sheets : others).add(file));
        } catch (IOException e) {
            throw FileFailure.of(folder, "cannot be read", e);
        }
        if (sheets.isEmpty()) {
            throw new InvalidInputException(
                    folder + ": holds no sheet of answers, no .yaml, .yml, .json, .csv, .tsv, .ipynb or .npz file");
        }
        return new SheetFolder(folder, sheets, others);
    }

    /** The sheet in a folder with exactly one. */
    static Path only(Path folder) {
        SheetFolder found = of(folder, Optional.empty());
        if (found.sheets().size() > 1) {
            throw new InvalidInputException(
                    folder + ": holds " + found.sheets().size() + " sheets, but --results is of one");
        }
        return found.sheets().get(0);
    }

    /** Whether it is in a folder that a program keeps for itself: .ipynb_checkpoints, __MACOSX. */
    private static boolean isHidden(Path folder, Path file) {
        for (Path part : folder.relativize(file.getParent())) {
            if (part.toString().startsWith(".") || part.toString().startsWith("__")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSheet(Path file) {
        String name = file.getFileName().toString();
        return AnswerSheet.isSheet(name) && !name.equals(METADATA) && !OwnResults.isOne(beginning(file));
    }

    /** Why a file is no sheet. */
    String why(Path file) {
        if (isHidden(folder, file)) {
            return "in a hidden folder";
        }
        return OwnResults.isOne(beginning(file)) ? "marks, which this command wrote" : "no sheet of answers";
    }

    /** Nothing where it cannot be read, which is said where it is read as a sheet. */
    private static String beginning(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(BEGINNING), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** A file's path in the folder, with slashes. */
    String shown(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
