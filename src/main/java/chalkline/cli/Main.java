package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: parses the command line, runs the command, and turns failures into a sentence and an exit code. */
@Command(
        name = "chalkline",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Step-by-step gradient checking and batch training for Deeplearning4j.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and what was checked agrees",
            "1:it deviates, an answer is wrong, or a model is not published",
            "2:usage, configuration, data or model file unusable",
            "3:the check is inconclusive",
            "4:training diverged",
            "5:the machine or Chalkline failed",
            "130, 143:interrupted, after a clean checkpoint"
        })
public final class Main {
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("train", TrainCommand.class);
        COMMANDS.put("check", CheckCommand.class);
        COMMANDS.put("mark", MarkCommand.class);
        COMMANDS.put("sheet", SheetCommand.class);
        COMMANDS.put("derive", DeriveCommand.class);
        COMMANDS.put("predict", PredictCommand.class);
        COMMANDS.put("evaluate", EvaluateCommand.class);
        COMMANDS.put("inspect", InspectCommand.class);
        COMMANDS.put("report", ReportCommand.class);
        COMMANDS.put("runs", RunsCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
    }

    @Option(
            names = "-C",
            paramLabel = "DIR",
            description = "Take relative paths from this directory instead of the working directory.")
    private Path directory = Path.of("");

    @Option(
            names = {"-v", "--verbose"},
            scope = CommandLine.ScopeType.INHERIT,
            description = "Where something fails, show where in the program.")
    private boolean verbose;

    /** What relative paths are resolved against. */
    Path directory() {
        return directory;
    }

    /** Runs a command and ends the process with its exit code; after success it ends by itself. */
    public static void main(String... args) {
        Engines.prepare();
        Logging.configure();
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(output, StandardOutput.charset()), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardOutput.charset()), true);
        int code = run(out, err, args);
        out.flush();
        if (output.failure().isPresent()) {
            err.println(
                    "standard output could not be written: " + output.failure().get());
            code = ExitCode.FAILED;
        }
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
        PrintWriter plainOut = new Terminal(out);
        PrintWriter plainErr = new Terminal(err);
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        commands(args).forEach(commandLine::addSubcommand);
        commandLine
                .registerConverter(Path.class, new PathConverter())
                // An argument that begins with @ is an ordinary path, not an argument file.
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(plainOut)
                .setErr(plainErr)
                .setParameterExceptionHandler((mistake, arguments) -> usage(mistake, plainErr))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, plainErr, main.verbose));
        try {
            return args.length == 0 ? usage(commandLine, plainErr) : commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            plainErr.println("out of memory: " + e.getMessage()
                    + "; give Java more with -Xmx, or train on fewer rows at a time");
            return ExitCode.FAILED;
        } catch (LinkageError e) {
            plainErr.println("a library that Chalkline needs cannot be loaded: " + e + Engines.hint(e));
            return ExitCode.FAILED;
        } catch (Error e) {
            return bug(e, plainErr, main.verbose);
        } finally {
            plainOut.flush();
            plainErr.flush();
        }
    }

    /** The one that is asked for, since each takes time to make; all of them where it is not known yet, or tells of others. */
    private static Map<String, Class<?>> commands(String... args) {
        boolean alone = args.length > 0 && COMMANDS.containsKey(args[0]) && !args[0].equals("check");
        return alone ? Map.of(args[0], COMMANDS.get(args[0])) : COMMANDS;
    }

    private static int usage(CommandLine commandLine, PrintWriter err) {
        commandLine.usage(err);
        return ExitCode.UNUSABLE;
    }

    private static int usage(ParameterException mistake, PrintWriter err) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String argument = unmatched.getUnmatched().get(0);
            err.println(
                    command.parent() == null
                            ? "there is no command " + Sentences.shown(argument) + "; the commands are "
                                    + String.join(", ", command.subcommands().keySet())
                            : command.name() + " takes no further argument, but was given "
                                    + Sentences.shown(argument)
                                    + (TableConfiguration.isTable(argument)
                                            ? "; several files of one table are a folder, or a pattern in quotes: 'data/*.csv'"
                                            : ""));
        } else {
            err.println(mistake.getMessage());
        }
        err.println("More with: " + command.qualifiedName() + " --help");
        return ExitCode.UNUSABLE;
    }

    /** Prints what went wrong and returns the exit code. */
    static int report(Exception failure, PrintWriter err, boolean verbose) {
        if (failure instanceof InvalidInputException invalid) {
            invalid.problems().forEach(err::println);
            trace(failure, err, verbose);
            return ExitCode.UNUSABLE;
        }
        if (failure instanceof InvalidPathException path) {
            err.println(Sentences.quoted(path.getInput()) + " " + Sentences.noPath(path));
            trace(failure, err, verbose);
            return ExitCode.UNUSABLE;
        }
        if (failure instanceof UncheckedIOException io) {
            err.println(io.getMessage());
            trace(failure, err, verbose);
            return ExitCode.FAILED;
        }
        return bug(failure, err, verbose);
    }

    private static int bug(Throwable failure, PrintWriter err, boolean verbose) {
        err.println("This is a bug in Chalkline: " + Sentences.printable(failure.toString()));
        if (!verbose) {
            err.println("-v shows where it happened; please report that");
        }
        trace(failure, err, verbose);
        return ExitCode.FAILED;
    }

    private static void trace(Throwable failure, PrintWriter err, boolean verbose) {
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(trace.toString().replace("\t", "    "));
        }
    }
}
