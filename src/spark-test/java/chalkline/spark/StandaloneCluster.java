package chalkline.spark;

import chalkline.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The cluster of src/spark/cluster/run: it ends with this virtual machine, however that ends. */
final class StandaloneCluster implements AutoCloseable {
    private static final int MINUTES = 20;
    private static final int SECONDS = 120;
    private static final int MASTER_AND_WORKERS = 3;

    private final Process script;
    private final String master;
    private final List<ProcessHandle> workers = new ArrayList<>();

    StandaloneCluster() throws IOException {
        script = ChildProcess.start(
                new ProcessBuilder("src/spark/cluster/run", Integer.toString(freePort()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT),
                MINUTES);
        // Not closed, which would end the script.
        BufferedReader out = new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8));
        master = out.readLine();
        if (master == null) {
            throw new IOException("the cluster did not start");
        }
        for (int k = 0; k < MASTER_AND_WORKERS; k++) {
            long process = Long.parseLong(out.readLine());
            if (k > 0) {
                workers.add(ProcessHandle.of(process).orElseThrow());
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its URL. */
    String master() {
        return master;
    }

    /** Kills an executor by SIGKILL. */
    void killAnExecutor() {
        kill(executors().get(0));
    }

    /** Kills a worker and then its executor by SIGKILL. */
    void killAWorker() {
        ProcessHandle worker = workers.get(0);
        List<ProcessHandle> executors = worker.children().toList();
        if (executors.isEmpty()) {
            throw new IllegalStateException("the worker has no executor");
        }
        kill(worker);
        executors.forEach(StandaloneCluster::kill);
    }

    private List<ProcessHandle> executors() {
        return workers.stream().flatMap(ProcessHandle::children).toList();
    }

    /** Waits until each worker has an executor. */
    void awaitExecutors() {
        await(() -> executors().size() == workers.size());
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await(() -> !process.isAlive());
    }

    private static void await(Supplier<Boolean> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.get()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nothing happened for " + SECONDS + " s");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            script.getOutputStream().close();
            if (!script.waitFor(SECONDS, TimeUnit.SECONDS)) {
                script.descendants().forEach(ProcessHandle::destroyForcibly);
                script.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
