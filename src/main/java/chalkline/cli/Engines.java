package chalkline.cli;

import chalkline.dl4j.Dl4j;
import chalkline.dl4j.SerializationGuard;
import chalkline.training.Engine;

/** Makes the engine for a command: the one place that knows which engines there are. */
final class Engines {
    private Engines() {}

    /** Settings of the whole process that must precede any engine. */
    static void prepare() {
        SerializationGuard.install();
        // Otherwise Deeplearning4j writes a dump to the working directory when memory runs out.
        System.getProperties().putIfAbsent("org.deeplearning4j.crash.reporting.enabled", "false");
    }

    /** The one engine. */
    static Engine make() {
        return new Dl4j();
    }
}
