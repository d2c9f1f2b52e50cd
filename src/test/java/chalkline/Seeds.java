package chalkline;

import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** The seeds of a random test, one after the other; a test that fails says in which, and the line that repeats it. */
public final class Seeds implements BeforeTestExecutionCallback, TestExecutionExceptionHandler {
    private static final String PROPERTY = "chalkline.seed";
    private static final ThreadLocal<Long> CURRENT = new ThreadLocal<>();

    /** 0, 1, …, so many; before them the one that {@code -Dchalkline.seed} names, which fails at once if it still does. */
    public static Iterable<Long> upTo(int count) {
        Long first = Long.getLong(PROPERTY);
        LongStream seeds = LongStream.range(0, count);
        return LongStream.concat(first == null ? LongStream.empty() : LongStream.of(first), seeds)
                .peek(CURRENT::set)
                .boxed()::iterator;
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        CURRENT.remove();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Long seed = CURRENT.get();
        if (seed == null || failure instanceof TestAbortedException) {
            throw failure;
        }
        String slow = context.getTags().contains("slow") ? " -Pslow" : "";
        throw new AssertionError(
                failure.getMessage() + "\nRepeat it: mvn test" + slow + " -Dtest="
                        + context.getRequiredTestClass().getSimpleName() + "#"
                        + context.getRequiredTestMethod().getName() + " -D" + PROPERTY + "=" + seed,
                failure);
    }
}
