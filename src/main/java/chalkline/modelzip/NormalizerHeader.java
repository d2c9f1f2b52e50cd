package chalkline.modelzip;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;

/**
 * The beginning of a normalizer.bin: a mark, a version, the normalizer's type. The type CUSTOM is followed by the name
 * of a class that Deeplearning4j would instantiate.
 */
public final class NormalizerHeader {
    private static final Set<String> KNOWN = Set.of(
            "STANDARDIZE",
            "MIN_MAX",
            "IMAGE_MIN_MAX",
            "IMAGE_VGG16",
            "MULTI_STANDARDIZE",
            "MULTI_MIN_MAX",
            "MULTI_HYBRID");

    private NormalizerHeader() {}

    /**
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are not one of Deeplearning4j's own normalizers
     */
    public static void check(byte[] bytes, String where) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (!in.readUTF().equals("NORMALIZER") || in.readInt() != 1) {
                throw new InvalidInputException(where + " is not a normalizer");
            }
            String type = in.readUTF();
            if (type.equals("CUSTOM")) {
                throw new InvalidInputException(
                        where + " is refused: it names a class to run, " + Sentences.quoted(in.readUTF()));
            }
            if (!KNOWN.contains(type)) {
                throw new InvalidInputException(where + " is of the unknown type " + Sentences.quoted(type));
            }
        } catch (IOException e) {
            throw new InvalidInputException(where + " is not a normalizer", e);
        }
    }
}
