package chalkline.cli;

import chalkline.dl4j.SerializationGuard;
import chalkline.network.InvalidInputException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: parses the command line, runs the command, and turns what went wrong into a sentence and an exit code. */
@Command(
        name = "chalkline",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Step-by-step gradient checking and batch training for Deeplearning4j.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and what was checked agrees",
            "1:it deviates",
            "2:usage, configuration, data or model file unusable",
            "3:the check is inconclusive",
            "4:training diverged",
            "5:the machine or Chalkline failed"
        },
        subcommands = {
            TrainCommand.class,
            CheckCommand.class,
            PredictCommand.class,
            EvaluateCommand.class,
            InspectCommand.class
        })
public final class Main {

    /** Runs a command and ends the process with its exit code; a process that did well ends by itself. */
    public static void main(String... args) {
        SerializationGuard.install();
        Logging.configure();
        int code = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        if (code != ExitCode.DONE) {
            System.exit(code);
        }
    }

    /**
     * Runs a command.
     *
     * @return its exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err));
        try {
            return args.length == 0 ? usage(commandLine, err) : commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("out of memory: " + e.getMessage()
                    + "; give Java more with -Xmx, or train on fewer rows at a time");
            return ExitCode.FAILED;
        }
    }

    private static int usage(CommandLine commandLine, PrintWriter err) {
        commandLine.usage(err);
        return ExitCode.UNUSABLE;
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof InvalidInputException invalid) {
            invalid.problems().forEach(err::println);
            return ExitCode.UNUSABLE;
        }
        if (failure instanceof UncheckedIOException io) {
            err.println(io.getMessage() + ": " + io.getCause());
            return ExitCode.FAILED;
        }
        err.println("This is a bug in Chalkline: " + failure);
        failure.printStackTrace(err);
        return ExitCode.FAILED;
    }
}
