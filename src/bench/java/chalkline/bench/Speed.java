package chalkline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the tables of {@code src/site/markdown/engines.md}: {@code mvn -q -Pbench integration-test}, about twelve minutes. Costs are
 * medians of processor time; a ratio is the median over the rounds of a run, with its quartiles, and behind the semicolon the same
 * of time on the clock.
 */
final class Speed {
    private Speed() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version().feature() + ", " + LocalDate.now() + "\n");
        System.out.println(StepTable.HEAD);
        for (int k = 0; k < Workload.all().size(); k++) {
            inOwnProcess(StepTable.class, String.valueOf(k));
        }
        System.out.println("\n" + JobTable.HEAD);
        JobTable.print(Files.createTempDirectory("bench"));
        System.out.println();
        inOwnProcess(GrowthTable.class);
    }

    private static void inOwnProcess(Class<?> table, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), table.getName()));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(table.getSimpleName() + " ended with " + code);
        }
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.exists(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .orElse(System.getProperty("os.arch"))
                : System.getProperty("os.arch");
    }
}
