package chalkline.cli;

import chalkline.check.Verdict;

/** The exit codes of the contract. */
final class ExitCode {
    static final int DONE = 0;
    static final int DEVIATES = 1;
    static final int UNUSABLE = 2;
    static final int INCONCLUSIVE = 3;
    static final int DIVERGED = 4;
    static final int FAILED = 5;
    /** As after SIGINT. A process that got a signal ends with that signal's code whatever is returned. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> DONE;
            case DEVIATES -> DEVIATES;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }
}
