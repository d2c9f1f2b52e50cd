package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The bytes of a zip, and the sentences that refuse it. */
final class ZipBytes implements Closeable {
    private final Storage.Input file;
    private final String shownName;

    private ZipBytes(Storage.Input file, String shownName) {
        this.file = file;
        this.shownName = shownName;
    }

    static ZipBytes open(Path path, String shownName) {
        try {
            return new ZipBytes(Storage.of(path).open(path), shownName);
        } catch (IOException e) {
            throw new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e);
        }
    }

    long length() throws IOException {
        return file.length();
    }

    ByteBuffer buffer(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(offset, bytes, length);
        return bytes;
    }

    void read(long offset, byte[] into, int length) throws IOException {
        file.read(offset, into, length);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read: nothing is lost with it.
        }
    }

    InvalidInputException damagedDirectory() {
        return invalid("is damaged: the zip's directory cannot be read");
    }

    InvalidInputException unreadable(Exception e) {
        return invalid("cannot be read: " + Sentences.reason(e), e);
    }

    InvalidInputException ambiguous(String what) {
        return new AmbiguousFileException(shownName + ": " + what);
    }

    InvalidInputException invalid(String what) {
        return new InvalidInputException(shownName + ": " + what);
    }

    InvalidInputException invalid(String what, Exception cause) {
        return new InvalidInputException(shownName + ": " + what, cause);
    }
}
