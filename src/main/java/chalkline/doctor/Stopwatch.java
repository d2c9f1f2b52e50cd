package chalkline.doctor;

import java.lang.management.ManagementFactory;

/** How long it has been since: by the clock, and by what this thread has used of a processor, which is the same on a busy machine. */
final class Stopwatch {
    private static final double NANOSECONDS = 1e9;

    private final long start = System.nanoTime();
    private final long processorStart = processor();

    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    double seconds() {
        return (System.nanoTime() - start) / NANOSECONDS;
    }

    double processorSeconds() {
        return (processor() - processorStart) / NANOSECONDS;
    }
}
