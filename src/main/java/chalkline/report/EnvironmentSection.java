package chalkline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a result was computed with, as a list of names and values. */
final class EnvironmentSection {
    private static final double MEBIBYTE = 1 << 20;

    private EnvironmentSection() {}

    static List<Html> of(Map<String, String> environment) {
        if (environment.isEmpty()) {
            return List.of();
        }
        List<Html> entries = new ArrayList<>();
        environment.forEach((key, value) -> {
            boolean memory = key.equals("maxMemoryBytes") && value.matches("[0-9]{1,15}");
            entries.add(Html.of("dt", name(key)));
            entries.add(Html.of(
                    "dd", memory ? String.format(Locale.ROOT, "%.0f MiB", Long.parseLong(value) / MEBIBYTE) : value));
        });
        return List.of(Html.of("dl", entries));
    }

    private static String name(String key) {
        return switch (key) {
            case "chalkline" -> "Chalkline";
            case "java" -> "Java";
            case "os" -> "System";
            case "cpu" -> "Processor";
            case "kernel" -> "CPU kernel";
            case "maxMemoryBytes" -> "Memory for Java";
            case "dataSha256" -> "SHA-256 of the data";
            case "networkSha256" -> "SHA-256 of the network's file";
            case "processors" -> "Processors";
            case "started" -> "Started";
            default -> key;
        };
    }
}
