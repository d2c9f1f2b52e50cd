package chalkline.cli;

import chalkline.files.Addresses;
import chalkline.network.InvalidInputException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The path of a table on the command line, which may be an address. */
final class TablePath implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (!Addresses.isOne(text)) {
            return new PathConverter().convert(text);
        }
        try {
            return Addresses.resolve(Path.of(""), text);
        } catch (InvalidInputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
