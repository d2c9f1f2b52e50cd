package chalkline.cli;

import chalkline.dl4j.Dl4j;
import chalkline.dl4j.SerializationGuard;
import chalkline.training.Engine;

/** Makes the engine that commands work with: the one place that knows which there are. */
final class Engines {
    private Engines() {}

    /** What has to be set before any engine is made, for the whole process. */
    static void prepare() {
        SerializationGuard.install();
        // Where memory runs out, Deeplearning4j would leave a dump in the working directory unless it is told not to.
        System.getProperties().putIfAbsent("org.deeplearning4j.crash.reporting.enabled", "false");
    }

    /** The engine of every configuration and every model zip, of which there is one. */
    static Engine make() {
        return new Dl4j();
    }
}
