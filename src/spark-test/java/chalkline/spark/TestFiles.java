package chalkline.spark;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The files of this machine under test://store/, which nothing but Hadoop knows. */
public final class TestFiles extends RawLocalFileSystem {
    private static final URI ADDRESS = URI.create("test://store");

    @Override
    public void initialize(URI address, Configuration configuration) throws IOException {
        super.initialize(URI.create("file:///"), configuration);
        setConf(configuration);
    }

    @Override
    public URI getUri() {
        return ADDRESS;
    }

    @Override
    protected void checkPath(Path path) {
        String authority = path.toUri().getAuthority();
        if (authority != null && !authority.equals(ADDRESS.getAuthority())) {
            throw new IllegalArgumentException("no such store: " + path);
        }
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        FileStatus[] found = super.listStatus(folder);
        for (FileStatus each : found) {
            each.setPath(new Path(ADDRESS + each.getPath().toUri().getPath()));
        }
        return found;
    }
}
