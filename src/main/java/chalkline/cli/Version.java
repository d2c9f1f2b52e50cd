package chalkline.cli;

import chalkline.dl4j.Dl4j;
import picocli.CommandLine.IVersionProvider;

/** What --version prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        Dl4j engine = new Dl4j();
        return new String[] {
            "chalkline " + (version == null ? "development" : version) + ", " + engine.name() + " " + engine.version()
                    + ", Java " + Runtime.version()
        };
    }
}
