package chalkline.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The software and machine that a result was computed with. */
public final class Environment {
    private Environment() {}

    /** Chalkline, the engine, Java, the system, its processor, the engine's kernel for it, and the memory, by name. */
    public static Map<String, Object> of(Engine engine) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("chalkline", version());
        environment.put(engine.name(), engine.version());
        environment.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("cpu", cpu());
        environment.put("kernel", engine.kernel());
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("maxMemoryBytes", Runtime.getRuntime().maxMemory());
        return environment;
    }

    /** The processor as the system names it; where it does not, what Java knows. */
    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Environment::cpuOfJava);
        } catch (IOException | UncheckedIOException notLinux) {
            return cpuOfJava();
        }
    }

    private static String cpuOfJava() {
        return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")).orElse(System.getProperty("os.arch"));
    }

    /** The release of Chalkline. */
    public static String version() {
        String version = Environment.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
