package chalkline.training;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a result was computed with. */
public final class Environment {
    private Environment() {}

    /** Chalkline, the engine, Java, the system, its processors and memory, by name. */
    public static Map<String, Object> of(Engine engine) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("chalkline", version());
        environment.put(engine.name(), engine.version());
        environment.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("kernel", engine.kernel());
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("maxMemoryBytes", Runtime.getRuntime().maxMemory());
        return environment;
    }

    /** The release of Chalkline. */
    public static String version() {
        String version = Environment.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
