package chalkline.doctor;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.training.Engine;
import java.nio.file.Path;

/** What is examined here as the command examines it. */
final class Practice {
    private Practice() {}

    static Engine engine(EngineName name) {
        return switch (name) {
            case DL4J -> new Dl4j();
            case DIRECT -> new Direct();
        };
    }

    static Examination examine(Path file, Path directory) {
        return Doctor.examine(file, directory, Practice::engine, Budget.USUAL);
    }
}
