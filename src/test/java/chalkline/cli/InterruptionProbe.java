package chalkline.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A process that a signal is to end: "stuck" never comes to an end of its own, "published" does while it is asked to. */
final class InterruptionProbe {
    private InterruptionProbe() {}

    public static void main(String... arguments) throws InterruptedException {
        try (Interruption interruption = new Interruption(new PrintWriter(System.err, true), 1)) {
            System.out.println("READY");
            while (arguments[0].equals("stuck") || !interruption.requested()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            interruption.endedWith(ExitCode.DONE);
        }
    }
}
