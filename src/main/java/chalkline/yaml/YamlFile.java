package chalkline.yaml;

import chalkline.files.PipeEnd;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a configuration file, up to a limit on its size. */
public final class YamlFile {
    /** The YAML parser's time grows with the square of the longest word: 2 MB of one letter take it seconds. */
    private static final int MAX_MEGABYTES = 2;

    private YamlFile() {}

    /**
     * The file's text, without a byte order mark.
     *
     * @throws InvalidInputException if the file is missing, too large, or not UTF-8
     */
    public static String read(Path file, Path directory) {
        return read(file, directory, MAX_MEGABYTES);
    }

    /** The same with a higher limit. */
    public static String read(Path file, Path directory, int megabytes) {
        Path resolved = directory.resolve(file);
        if (!Files.exists(resolved)) {
            String place = directory.toString().isEmpty() ? "the working directory" : directory.toString();
            throw new InvalidInputException(file + ": there is no such file in " + place);
        }
        if (Files.isDirectory(resolved)) {
            throw new InvalidInputException(file + ": is a directory, not a configuration");
        }
        byte[] bytes = bytes(file, resolved, megabytes);
        if (bytes.length > megabytes << 20) {
            throw new InvalidInputException(
                    file + ": is larger than " + megabytes + " MB; data of that size belongs in a CSV file");
        }
        if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4) {
            throw new InvalidInputException(file + ": is a zip file, not a configuration");
        }
        String text = decoded(file, bytes);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Reads one byte more than allowed at most: the size of a device or pipe is not known beforehand. */
    private static byte[] bytes(Path file, Path resolved, int megabytes) {
        try (InputStream in = PipeEnd.read(resolved)) {
            return in.readNBytes((megabytes << 20) + 1);
        } catch (IOException e) {
            throw new InvalidInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int k = 0; k < input.position(); k++) {
                line += bytes[k] == '\n' ? 1 : 0;
            }
            throw new InvalidInputException(file + ":" + line + ": is not UTF-8 text", e);
        }
    }
}
