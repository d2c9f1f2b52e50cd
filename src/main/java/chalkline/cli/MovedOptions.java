package chalkline.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that {@code check} had before they became commands: refused with the line to type instead. */
final class MovedOptions {
    @Option(names = "--answers", hidden = true)
    private Optional<Path> answers;

    @Option(names = "--csv", hidden = true)
    private Optional<Path> csv;

    @Option(names = "--answers-template", hidden = true)
    private Optional<Path> template;

    @Option(names = "--derivation", hidden = true)
    private Optional<Path> derivation;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec check;

    /**
     * Refuses them.
     *
     * @param options of check that the new commands have too, as given; empty or beginning with a blank
     */
    void refuse(Path subject, String options) {
        String points = csv.map(file -> " --csv " + file).orElse("");
        answers.ifPresent(sheets -> refuse("--answers", "mark " + subject + " " + sheets + points + options));
        csv.ifPresent(file -> refuse("--csv", "mark " + subject + " DIR" + points + options));
        template.ifPresent(file -> refuse("--answers-template", "sheet " + subject + " --out " + file + options));
        derivation.ifPresent(file -> refuse("--derivation", "derive " + subject + " --out " + file + options));
    }

    private void refuse(String option, String line) {
        String command = line.substring(0, line.indexOf(' '));
        throw new ParameterException(
                check.parent().subcommands().get(command),
                option + " is the command " + command + " now: " + check.root().name() + " " + line);
    }
}
