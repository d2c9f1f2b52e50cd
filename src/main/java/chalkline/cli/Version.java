package chalkline.cli;

import chalkline.training.Engine;
import picocli.CommandLine.IVersionProvider;

/** What --version prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        Engine engine = Engines.make();
        return new String[] {
            "chalkline " + (version == null ? "development" : version) + ", " + engine.name() + " " + engine.version()
                    + ", Java " + Runtime.version()
        };
    }
}
