package chalkline.spark;

import chalkline.files.Addresses;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Reads addresses of all file systems that Hadoop knows. */
public final class HadoopAddresses implements Addresses.AddressedFiles {
    @Override
    public Path path(String address) throws IOException {
        HadoopPath path = new HadoopPath(address);
        try {
            // Asked now, as it may not answer: later it would be a file that does not exist.
            path.files().exists(path.place());
        } catch (RuntimeException e) {
            // A class of the file system is missing, or what stands in the address is none.
            throw new IOException(
                    e.getCause() instanceof UnknownHostException host
                            ? "there is no host " + host.getMessage()
                            : String.valueOf(e.getMessage()),
                    e);
        }
        return path;
    }
}
