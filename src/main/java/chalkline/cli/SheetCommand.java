package chalkline.cli;

import chalkline.answers.Template;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sheet CONFIG}: an empty sheet for answers. */
@Command(name = "sheet", description = "Write an empty sheet for the answers to a training step.")
final class SheetCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private ExerciseOptions options;

    @Option(
            names = "--variant",
            paramLabel = "SEED",
            description = "The same network with other, friendly numbers, drawn from this seed.")
    private Optional<Long> variant;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it here instead of to standard output.")
    private Optional<Path> out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ExerciseOptions.Asked asked = options.read(directory, variant);
        String sheet = Template.of(
                asked.exercise().network(),
                asked.exercise().batch(),
                asked.exercise().start(),
                asked.notation());
        if (out.isPresent()) {
            Path file = directory.resolve(out.get());
            OutputFile.write(file, sheet);
            spec.commandLine().getOut().println("Wrote  " + file);
        } else {
            spec.commandLine().getOut().print(sheet);
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }
}
