package chalkline.cli;

import chalkline.network.Sentences;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path on the command line. A blank one is refused: it is probably a variable that a script did not set. */
final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("a path cannot be blank");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(Sentences.quoted(text) + " " + Sentences.noPath(e));
        }
    }
}
