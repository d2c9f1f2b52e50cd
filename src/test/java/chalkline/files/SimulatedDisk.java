package chalkline.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk in memory that keeps no more than POSIX promises. What a file holds outlasts a power failure once it was forced; its
 * name does once its directory was, and what was not forced may come back in part, in any order, or as garbage. At one
 * operation it fails, in one of the ways of {@link Fault}.
 */
public final class SimulatedDisk extends FileSystem implements Storage {

    /** The ways to fail. */
    public enum Fault {
        /** The machine loses its power. */
        POWER_FAILURE(true),
        /** The process is killed; what it has written is there. */
        KILL(true),
        /** From now on there is no space left. */
        FULL(true),
        /** The operation fails, after or before it was carried out. */
        ERROR(true),
        /** From now on the disk forces nothing, but says that it did. */
        LOST_FORCE(false),
        /** One file that was written is never kept, however often it is forced. */
        LOST_WRITE(false),
        /** A name is not kept, however often its directory is forced. */
        LOST_RENAME(false);

        private final boolean honest;

        Fault(boolean honest) {
            this.honest = honest;
        }

        /** Whether all that the disk said was true. */
        public boolean isHonest() {
            return honest;
        }
    }

    /** The process is no more. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process is dead", null, false, false);
        }
    }

    /** What can be done to files; every one may fail. */
    private enum Operation {
        CREATE,
        APPEND,
        WRITE,
        FORCE,
        RENAME,
        LINK,
        DELETE,
        CREATE_DIRECTORY,
        FORCE_DIRECTORY
    }

    /** A file or, where it has entries, a directory. What is not forced is in the first of each two, but not in the second. */
    private static final class Node {
        private byte[] now = new byte[0];
        private byte[] kept = new byte[0];
        private boolean neverKept;
        private Map<String, Node> entries;
        private Map<String, Node> keptEntries;
        /** What became of names since they were forced, in order; null stands for a name that was deleted. */
        private List<Map<String, Node>> changes;

        static Node directory() {
            Node directory = new Node();
            directory.entries = new TreeMap<>();
            directory.keptEntries = new TreeMap<>();
            directory.changes = new ArrayList<>();
            return directory;
        }

        void change(Map<String, Node> names, boolean lost) {
            apply(names, entries);
            if (!lost) {
                changes.add(names);
            }
        }

        static void apply(Map<String, Node> names, Map<String, Node> entries) {
            names.forEach((name, node) -> {
                if (node == null) {
                    entries.remove(name);
                } else {
                    entries.put(name, node);
                }
            });
        }

        Node copy(Map<Node, Node> copies) {
            Node known = copies.get(this);
            if (known != null) {
                return known;
            }
            Node copy = new Node();
            copies.put(this, copy);
            copy.now = now;
            copy.kept = kept;
            copy.neverKept = neverKept;
            if (entries != null) {
                copy.entries = copy(entries, copies);
                copy.keptEntries = copy(keptEntries, copies);
                copy.changes = new ArrayList<>();
                changes.forEach(names -> copy.changes.add(copy(names, copies)));
            }
            return copy;
        }

        private static Map<String, Node> copy(Map<String, Node> nodes, Map<Node, Node> copies) {
            Map<String, Node> copy = new TreeMap<>();
            nodes.forEach((name, node) -> copy.put(name, node == null ? null : node.copy(copies)));
            return copy;
        }
    }

    /** All that a disk holds and has promised at a moment. */
    public static final class Moment {
        private final Node root;

        private Moment(Node root) {
            this.root = root;
        }
    }

    private static final int BLOCK = 32;

    private final SimulatedFiles files = new SimulatedFiles(this);
    private Node root = Node.directory();
    private int operations;
    private Runnable watcher = () -> {};
    private Fault fault;
    private int failing = -1;
    private Random random = new Random(0);
    private boolean dead;
    private boolean full;
    private boolean lying;
    private boolean failed;

    /** Everything as it is now. */
    public Moment moment() {
        return new Moment(root.copy(new IdentityHashMap<>()));
    }

    /** Everything as it was then. */
    public void restore(Moment moment) {
        root = moment.root.copy(new IdentityHashMap<>());
        restart();
    }

    /** A new process on a disk that has no fault, as yet. */
    public void restart() {
        operations = 0;
        failing = -1;
        watcher = () -> {};
        dead = false;
        full = false;
        lying = false;
        failed = false;
    }

    /** Is to be told before each operation. */
    public void watch(Runnable newWatcher) {
        watcher = newWatcher;
    }

    /** Lets that operation fail, counted from 0 since the process was started. */
    public void fail(Fault newFault, int operation, Random newRandom) {
        fault = newFault;
        failing = operation;
        random = newRandom;
    }

    /** How many operations there were since the process was started. */
    public int operations() {
        return operations;
    }

    /** Whether it came to the operation that was to fail. */
    public boolean hasFailed() {
        return failed;
    }

    /** What is there when the power is back. */
    public void losePower(Random choice) {
        root = remains(root, choice, choice.nextBoolean(), new IdentityHashMap<>());
    }

    private static Node remains(Node node, Random choice, boolean ordered, Map<Node, Node> known) {
        if (known.containsKey(node)) {
            return known.get(node);
        }
        Node remains = new Node();
        known.put(node, remains);
        if (node.entries == null) {
            remains.now = remains(node.kept, node.now, choice);
            remains.kept = remains.now;
            return remains;
        }
        Map<String, Node> names = new TreeMap<>(node.keptEntries);
        // Journals keep an order; POSIX asks for none.
        int first = choice.nextInt(node.changes.size() + 1);
        for (int i = 0; i < node.changes.size(); i++) {
            if (ordered ? i < first : choice.nextBoolean()) {
                Node.apply(node.changes.get(i), names);
            }
        }
        remains.entries = new TreeMap<>();
        names.forEach((name, each) -> remains.entries.put(name, remains(each, choice, ordered, known)));
        remains.keptEntries = new TreeMap<>(remains.entries);
        remains.changes = new ArrayList<>();
        return remains;
    }

    /** What is written goes behind what is there; of what was not forced, any part may come back, and anything else. */
    private static byte[] remains(byte[] kept, byte[] now, Random choice) {
        if (kept == now) {
            return now;
        }
        int whole = choice.nextInt(4);
        if (whole < 2) {
            return whole == 0 ? kept : now;
        }
        byte[] torn = Arrays.copyOf(now, kept.length + choice.nextInt(now.length - kept.length + 1));
        for (int from = kept.length; whole == 2 && from < torn.length; from += BLOCK) {
            int to = Math.min(torn.length, from + BLOCK);
            int block = choice.nextInt(3);
            for (int i = from; block > 0 && i < to; i++) {
                torn[i] = (byte) (block == 1 ? 0 : choice.nextInt());
            }
        }
        return torn;
    }

    /** Fails where this operation is to. */
    private boolean fails(Operation operation) throws IOException {
        if (dead) {
            throw new Death();
        }
        watcher.run();
        boolean now = operations++ == failing;
        failed |= now;
        if (now) {
            switch (fault) {
                case POWER_FAILURE, KILL, ERROR -> {
                    return true;
                }
                case FULL -> full = true;
                case LOST_FORCE -> lying = true;
                case LOST_WRITE, LOST_RENAME -> {
                    // Seen to where there is something to lose.
                }
            }
        }
        boolean needsSpace = switch (operation) {
            case CREATE, APPEND, WRITE, LINK, CREATE_DIRECTORY -> true;
            case FORCE, RENAME, DELETE, FORCE_DIRECTORY -> false;
        };
        return full && needsSpace;
    }

    private IOException failure() {
        if (full) {
            return new IOException("No space left on device");
        }
        if (fault == Fault.ERROR) {
            return new IOException("Input/output error");
        }
        dead = true;
        throw new Death();
    }

    /** Whether from the failing operation on, something is lost that the disk says it keeps. */
    private boolean loses(Fault what) {
        return failed && fault == what;
    }

    private interface Change {
        void run() throws IOException;
    }

    private void carryOut(Operation operation, Change change) throws IOException {
        if (fails(operation)) {
            if (!full && random.nextBoolean()) {
                change.run();
            }
            throw failure();
        }
        change.run();
    }

    private Node find(Path path) {
        Node node = root;
        for (Path name : path.toAbsolutePath().normalize()) {
            node = node == null || node.entries == null ? null : node.entries.get(name.toString());
        }
        return node;
    }

    private Node existing(Path path) throws NoSuchFileException {
        Node node = find(path);
        if (node == null) {
            throw new Missing(path.toString());
        }
        return node;
    }

    /** Made a hundred times in a run, by questions whether something is there; a trace would cost more than the run. */
    private static final class Missing extends NoSuchFileException {
        private static final long serialVersionUID = 1L;

        Missing(String file) {
            super(file);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private Node parent(Path path) throws IOException {
        Path above = path.toAbsolutePath().getParent();
        Node parent = existing(above);
        if (parent.entries == null) {
            throw new NotDirectoryException(above.toString());
        }
        return parent;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static Map<String, Node> names(String name, Node node) {
        return Collections.singletonMap(name, node);
    }

    byte[] content(Path path) throws IOException {
        Node node = existing(path);
        if (node.entries != null) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        return node.now;
    }

    boolean isDirectory(Path path) {
        Node node = find(path);
        return node != null && node.entries != null;
    }

    boolean isSame(Path one, Path other) throws IOException {
        return existing(one) == existing(other);
    }

    @Override
    public Output create(Path file) throws IOException {
        Node made = new Node();
        carryOut(Operation.CREATE, () -> parent(file).change(names(name(file), made), false));
        return new FileOutput(made);
    }

    @Override
    public Output append(Path file) throws IOException {
        Node[] node = {find(file)};
        carryOut(Operation.APPEND, () -> {
            if (node[0] == null) {
                node[0] = new Node();
                parent(file).change(names(name(file), node[0]), false);
            }
        });
        return new FileOutput(node[0]);
    }

    @Override
    public Input open(Path file) throws IOException {
        byte[] content = content(file);
        return new Input() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void read(long position, byte[] into, int count) throws EOFException {
                if (position < 0 || position + count > content.length) {
                    throw new EOFException();
                }
                System.arraycopy(content, (int) position, into, 0, count);
            }

            @Override
            public void close() {
                // The content is an array.
            }
        };
    }

    @Override
    public void rename(Path file, Path name) throws IOException {
        if (!file.getParent().equals(name.getParent())) {
            throw new UnsupportedOperationException("nothing is ever moved to another directory");
        }
        carryOut(Operation.RENAME, () -> {
            Node node = existing(file);
            // Where both are names of one file, POSIX leaves both.
            if (node != find(name)) {
                Map<String, Node> names = new TreeMap<>(names(name(name), node));
                names.put(name(file), null);
                parent(file).change(names, loses(Fault.LOST_RENAME) && operations - 1 == failing);
            }
        });
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        carryOut(Operation.LINK, () -> parent(name).change(names(name(name), existing(file)), false));
    }

    @Override
    public void delete(Path file) throws IOException {
        if (find(file) != null || dead) {
            carryOut(Operation.DELETE, () -> parent(file).change(names(name(file), null), false));
        }
    }

    @Override
    public boolean createDirectory(Path directory) throws IOException {
        boolean missing = find(directory) == null;
        carryOut(Operation.CREATE_DIRECTORY, () -> {
            if (missing) {
                parent(directory).change(names(name(directory), Node.directory()), false);
            }
        });
        return missing;
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return existing(directory).entries.keySet().stream()
                .map(directory::resolve)
                .toList();
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        carryOut(Operation.FORCE_DIRECTORY, () -> {
            Node node = existing(directory);
            if (!lying) {
                node.changes.forEach(names -> Node.apply(names, node.keptEntries));
                node.changes.clear();
            }
        });
    }

    /** There is one process at a time. */
    @Override
    public Optional<Closeable> lock(Path file) {
        return Optional.of(() -> {});
    }

    private final class FileOutput extends Output {
        private final Node node;

        FileOutput(Node node) {
            this.node = node;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            boolean fails = fails(Operation.WRITE);
            int written = fails ? random.nextInt(count + 1) : count;
            int before = node.now.length;
            node.now = Arrays.copyOf(node.now, before + written);
            System.arraycopy(bytes, from, node.now, before, written);
            node.neverKept |= loses(Fault.LOST_WRITE) && operations - 1 == failing;
            if (fails) {
                throw failure();
            }
        }

        @Override
        public void force() throws IOException {
            carryOut(Operation.FORCE, () -> {
                if (!lying && !node.neverKept) {
                    node.kept = node.now;
                }
            });
        }
    }

    @Override
    public FileSystemProvider provider() {
        return files;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new SimulatedPath(this, Path.of(first, more));
    }

    @Override
    public void close() {
        // It is in memory.
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
