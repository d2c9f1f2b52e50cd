package chalkline.cli;

import chalkline.network.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** float32 or float64 on the command line. */
final class PrecisionConverter implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
        return Precision.named(text)
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is neither float32 nor float64"));
    }
}
