package chalkline.dl4j;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Gives a loader a zip with each of its bits flipped and then each of its beginnings, in a virtual machine of its own: a
 * loader may end it. It prints a letter an input.
 */
public final class DamagedZipProbe {
    private static final long MOST_NANOS = 60_000_000_000L;

    /** What loads a zip. */
    enum Loader {
        CHALKLINE,
        DEEPLEARNING4J
    }

    /** What came of an input. */
    enum Outcome {
        /** It is refused: by Chalkline in its own exception, by Deeplearning4j in any. */
        REFUSED,
        /** What is loaded is what was saved. */
        SAME,
        /** Something else is loaded. */
        OTHER,
        /** Any other exception of Chalkline's, an error, memory that ran out. */
        FAILED,
        /** The virtual machine died. Written by who started it. */
        DIED,
        /** It had not ended after a minute. */
        HUNG;

        char letter() {
            return (char) ('a' + ordinal());
        }
    }

    private static volatile long since = System.nanoTime();

    private DamagedZipProbe() {}

    static int inputs(byte... zip) {
        return zip.length * 9;
    }

    private static byte[] damaged(byte[] zip, int input) {
        if (input >= zip.length * 8) {
            return Arrays.copyOf(zip, input - zip.length * 8);
        }
        byte[] flipped = zip.clone();
        flipped[input / 8] ^= (byte) (1 << input % 8);
        return flipped;
    }

    /** @param arguments the loader, the zip, where damaged ones are written to, the first input */
    public static void main(String[] arguments) throws IOException {
        Loader loader = Loader.valueOf(arguments[0]);
        Path zip = Path.of(arguments[1]);
        Path copy = Path.of(arguments[2]);
        byte[] saved = Files.readAllBytes(zip);
        SavedNetworks.oneThread();
        String known = said(loader, zip);
        watch();
        for (int input = Integer.parseInt(arguments[3]); input < inputs(saved); input++) {
            Files.write(copy, damaged(saved, input));
            since = System.nanoTime();
            System.out.println("PROBE " + outcome(loader, copy, known).letter());
        }
        System.exit(0);
    }

    private static Outcome outcome(Loader loader, Path zip, String known) {
        try {
            return said(loader, zip).equals(known) ? Outcome.SAME : Outcome.OTHER;
        } catch (InvalidInputException e) {
            return Outcome.REFUSED;
        } catch (Exception e) {
            return loader == Loader.CHALKLINE ? Outcome.FAILED : Outcome.REFUSED;
        } catch (
                @SuppressWarnings("IllegalCatch")
                Error e) {
            return Outcome.FAILED;
        }
    }

    /** All that was loaded: configuration, numbers, updater's state and further entries. */
    private static String said(Loader loader, Path zip) throws IOException {
        if (loader == Loader.DEEPLEARNING4J) {
            return said(ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true));
        }
        ModelZip.LoadedModel loaded = ModelZip.load(zip, "model.zip");
        StringBuilder all = new StringBuilder(said(loaded.network()));
        for (Map.Entry<String, byte[]> entry : loaded.entries().entrySet()) {
            all.append('\n').append(entry.getKey()).append(' ').append(text(entry.getValue()));
        }
        return all.append('\n').append(loaded.normalizer().isPresent()).toString();
    }

    private static String said(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().toJson()
                + '\n'
                + network.getIterationCount()
                + '\n'
                + text(SavedNetworks.parameters(network))
                + '\n'
                + text(SavedNetworks.updaterState(network));
    }

    private static String text(byte... bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void watch() {
        Thread watching = new Thread(() -> {
            while (System.nanoTime() - since < MOST_NANOS) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.out.println("PROBE " + Outcome.HUNG.letter());
            Runtime.getRuntime().halt(1);
        });
        watching.setDaemon(true);
        watching.start();
    }
}
