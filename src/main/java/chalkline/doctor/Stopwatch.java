package chalkline.doctor;

import java.lang.management.ManagementFactory;

/** How many seconds of a processor this thread has used since. */
final class Stopwatch {
    private static final double NANOSECONDS = 1e9;

    private final long start = now();

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    double seconds() {
        return (now() - start) / NANOSECONDS;
    }
}
