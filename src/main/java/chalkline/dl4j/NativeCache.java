package chalkline.dl4j;

import chalkline.files.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that JavaCPP unpacks native libraries into, and loads them from without another look. Whoever can write there runs
 * code as us. Left alone, JavaCPP takes a folder of a known name among everybody's temporary files where the home directory
 * cannot be written; here it never does.
 */
public final class NativeCache {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String REMEDY =
            "; name a folder of your own, where 400 MB are free: java -D" + PROPERTY + "=DIR";
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private NativeCache() {}

    /**
     * Settles where native libraries are unpacked, before any is.
     *
     * @throws UncheckedIOException where that cannot be done, or another user could put their own libraries there
     */
    public static void settle() {
        Path folder = folder();
        try {
            Storage.of(folder).createDirectories(folder);
            requireOurs(folder.toRealPath());
        } catch (IOException e) {
            throw failure(folder, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        if (!Files.isWritable(folder)) {
            throw failure(folder, "it cannot be written");
        }
        System.setProperty(PROPERTY, folder.toString());
    }

    /** What to look at where a native library could not be loaded. */
    public static String hint() {
        Path folder = folder();
        try {
            long megabytes = Files.getFileStore(folder).getUsableSpace() >> 20;
            return "native libraries are unpacked into " + folder + ", where " + megabytes + " MB are free" + REMEDY;
        } catch (IOException e) {
            return "native libraries are unpacked into " + folder + REMEDY;
        }
    }

    private static Path folder() {
        String named = System.getProperty(PROPERTY);
        return named != null
                ? Path.of(named).toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".javacpp", "cache").toAbsolutePath();
    }

    private static void requireOurs(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Path process = Path.of("/proc/self");
        String own = Files.exists(process) ? Files.getOwner(process).getName() : System.getProperty("user.name");
        List<String> trusted = List.of(own, "root");
        for (Path each = folder; each != null; each = each.getParent()) {
            String owner = Files.getOwner(each).getName();
            int mode = (int) Files.getAttribute(each, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if (!trusted.contains(owner)) {
                throw failure(folder, each + " belongs to " + owner + ", who could put any library there");
            }
            // In a sticky folder nobody renames what is another's.
            if ((mode & OTHERS_WRITE) != 0 && ((mode & STICKY) == 0 || each.equals(folder))) {
                throw failure(folder, "everybody can write into " + each + ", and so put any library there");
            }
        }
    }

    private static UncheckedIOException failure(Path folder, String why) {
        String sentence = "native libraries cannot be unpacked into " + folder + ": " + why + REMEDY;
        return new UncheckedIOException(sentence, new IOException(why));
    }
}
