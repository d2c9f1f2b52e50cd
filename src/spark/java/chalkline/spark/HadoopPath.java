package chalkline.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * An address as a path: its text is what was given, and that of a file in a folder the folder's, a slash and its name. A name alone is
 * one too.
 */
record HadoopPath(String address) implements Path {

    /** The same for Hadoop. */
    org.apache.hadoop.fs.Path place() {
        return new org.apache.hadoop.fs.Path(address);
    }

    /** Where it is. */
    org.apache.hadoop.fs.FileSystem files() throws IOException {
        return HadoopFiles.of(place());
    }

    private int lastSlash() {
        return address.lastIndexOf('/');
    }

    @Override
    public FileSystem getFileSystem() {
        return HadoopFileSystem.ONLY;
    }

    @Override
    public boolean isAbsolute() {
        return lastSlash() >= 0;
    }

    @Override
    public Path getRoot() {
        return null;
    }

    @Override
    public HadoopPath getFileName() {
        return new HadoopPath(address.substring(lastSlash() + 1));
    }

    @Override
    public HadoopPath getParent() {
        return lastSlash() < 0 ? null : new HadoopPath(address.substring(0, lastSlash()));
    }

    @Override
    public int getNameCount() {
        return 1;
    }

    @Override
    public Path getName(int index) {
        return getFileName();
    }

    @Override
    public Path subpath(int begin, int end) {
        throw new UnsupportedOperationException(address);
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof HadoopPath folder
                && (equals(folder) || address.startsWith(folder.address.replaceFirst("/*$", "/")));
    }

    @Override
    public boolean endsWith(Path other) {
        return getFileName().equals(other);
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path resolve(Path other) {
        return other.isAbsolute() ? other : new HadoopPath(address.replaceFirst("/$", "") + "/" + other);
    }

    @Override
    public Path relativize(Path other) {
        throw new UnsupportedOperationException(address);
    }

    @Override
    public URI toUri() {
        return place().toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException(address);
    }

    @Override
    public int compareTo(Path other) {
        return address.compareTo(other.toString());
    }

    @Override
    public String toString() {
        return address;
    }
}
