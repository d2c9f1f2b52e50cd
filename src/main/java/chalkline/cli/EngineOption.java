package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.config.TrainingSpec.EngineName;
import chalkline.training.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which engine a command works with. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "dl4j|direct",
            converter = Converter.class,
            description = "Deeplearning4j, or Chalkline's own engine, which is faster. Default: training.engine of the "
                    + "configuration, and dl4j without one.")
    private Optional<EngineName> engine = Optional.empty();

    /** What the option sets in a configuration. */
    List<String> settings() {
        return engine.map(name -> List.of("training.engine=" + name.label())).orElse(List.of());
    }

    /** That of the configuration, read with {@link #settings}. */
    static Engine of(Configuration configuration) {
        return Engines.make(configuration.training().engine());
    }

    /** That of a command without a configuration. */
    Engine make() {
        return Engines.make(name());
    }

    /** The name of it. */
    EngineName name() {
        return engine.orElse(EngineName.DL4J);
    }

    /** dl4j or direct on the command line. */
    static final class Converter implements ITypeConverter<EngineName> {
        @Override
        public EngineName convert(String text) {
            return Arrays.stream(EngineName.values())
                    .filter(name -> name.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is neither dl4j nor direct"));
        }
    }
}
