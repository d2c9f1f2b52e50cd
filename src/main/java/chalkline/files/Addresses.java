package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** Files that have an address, such as hdfs://host/rows.csv or s3a://bucket/rows, and no place on this machine. */
public final class Addresses {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*|file:/.*");

    private Addresses() {}

    /** Reads them: a service, which only some builds have. */
    public interface AddressedFiles {
        /**
         * The path of that name, for reading: its text is the address as it was given.
         *
         * @throws IOException where its file system cannot be asked
         */
        Path path(String address) throws IOException;
    }

    /** Whether the text is an address, not a path. */
    public static boolean isOne(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * Its path; empty where this build reads none.
     *
     * @throws InvalidInputException where its file system cannot be asked
     */
    public static Optional<Path> find(String address) {
        try {
            Optional<AddressedFiles> files =
                    ServiceLoader.load(AddressedFiles.class).findFirst();
            return files.isEmpty() ? Optional.empty() : Optional.of(files.get().path(address));
        } catch (IOException e) {
            throw new InvalidInputException(address + ": cannot be read: " + Sentences.reason(e), e);
        } catch (NoClassDefFoundError | ServiceConfigurationError withoutSpark) {
            return Optional.empty();
        }
    }

    /**
     * What a path or an address means.
     *
     * @param directory what relative paths are taken from
     * @throws InvalidInputException where it is an address that cannot be read
     */
    public static Path resolve(Path directory, String text) {
        return isOne(text)
                ? find(text).orElseThrow(() -> new InvalidInputException(text + ": " + unread()))
                : directory.resolve(text);
    }

    /** The same for what may have been an address before. */
    public static Path resolve(Path directory, Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault()) ? directory.resolve(path) : path;
    }

    private static String unread() {
        return "is an address, which a build with Spark reads: mvn -Pspark -DskipTests package, then java -cp "
                + "'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' chalkline.cli.Main …; or give the path under which "
                + "that file system is mounted here";
    }
}
