package chalkline.training;

import chalkline.check.KnownDifferences;
import chalkline.dl4j.Dl4j;
import chalkline.network.Network;
import chalkline.network.Precision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Deeplearning4j, for tests to change in part. */
abstract class DelegatingEngine implements Engine {
    final Dl4j dl4j = new Dl4j();

    @Override
    public String name() {
        return dl4j.name();
    }

    @Override
    public String version() {
        return dl4j.version();
    }

    @Override
    public KnownDifferences knownDifferences() {
        return dl4j.knownDifferences();
    }

    @Override
    public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
        return dl4j.network(file, seed, precision);
    }

    @Override
    public Loaded load(Path file) {
        return dl4j.load(file);
    }
}
