package chalkline.dl4j;

import chalkline.network.InvalidInputException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Run in a virtual machine of its own, which has loaded none of the planted classes: opens each zip of a directory
 * first with our loader, then with Deeplearning4j's, and prints after each what the virtual machine knows of planted
 * code.
 */
public final class ForeignCodeProbe {
    // Names, not class literals: the probe itself must not load them.
    private static final List<String> PLANTED = List.of(
            "chalkline.dl4j.PlantedPreProcessor", "chalkline.dl4j.PlantedActivation", "chalkline.dl4j.PlantedStrategy");

    private ForeignCodeProbe() {}

    /** @param arguments the directory */
    public static void main(String[] arguments) throws Exception {
        List<Path> zips;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            zips = files.sorted().toList();
        }
        for (Path zip : zips) {
            try {
                ModelZip.load(zip, zip.getFileName().toString());
                report("ours " + zip.getFileName() + " loaded");
            } catch (InvalidInputException e) {
                report("ours " + e.getMessage());
            }
        }
        for (Path zip : zips) {
            String outcome = "loaded";
            try {
                ModelSerializer.restoreMultiLayerNetworkAndNormalizer(zip.toFile(), true);
            } catch (Exception e) {
                outcome = "refused";
            }
            report("theirs " + zip.getFileName() + " " + outcome);
        }
    }

    private static void report(String what) throws ReflectiveOperationException {
        Method findLoadedClass = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        findLoadedClass.setAccessible(true);
        StringBuilder known = new StringBuilder();
        for (String name : PLANTED) {
            if (findLoadedClass.invoke(ForeignCodeProbe.class.getClassLoader(), name) != null) {
                known.append(' ').append(name.substring(name.lastIndexOf('.') + 1));
            }
        }
        System.out.println("PROBE " + what + " | loaded:" + known + " | ran: "
                + System.clearProperty("chalkline.test.planted.ran"));
    }
}
