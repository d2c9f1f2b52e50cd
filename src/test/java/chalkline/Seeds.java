package chalkline;

import java.util.Iterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** The seeds of a random test, one after the other; a test that fails says in which, and the line that repeats it. */
public final class Seeds implements BeforeTestExecutionCallback, TestExecutionExceptionHandler {
    private static final String PROPERTY = "chalkline.seed";
    private static final ThreadLocal<Long> CURRENT = new ThreadLocal<>();
    private static final ThreadLocal<Long> SUSPECT = new ThreadLocal<>();

    /** 0, 1, …, so many; before them the one that {@code -Dchalkline.seed} names, which fails at once if it still does. */
    public static Iterable<Long> upTo(int count) {
        Long first = Long.getLong(PROPERTY);
        LongStream own = LongStream.range(0, count);
        return () -> remembered(first == null ? own : LongStream.concat(LongStream.of(first), own));
    }

    private static Iterator<Long> remembered(LongStream stream) {
        Iterator<Long> seeds = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                // What fails after the last seed is not the last seed's.
                CURRENT.remove();
                return seeds.hasNext();
            }

            @Override
            public Long next() {
                CURRENT.set(seeds.next());
                return CURRENT.get();
            }
        };
    }

    /** Says that the test will fail, though only after all seeds, because of this one. */
    public static void suspect() {
        if (SUSPECT.get() == null) {
            SUSPECT.set(CURRENT.get());
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        CURRENT.remove();
        SUSPECT.remove();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException) {
            throw failure;
        }
        Long seed = SUSPECT.get() == null ? CURRENT.get() : SUSPECT.get();
        String withSeed = seed == null ? "" : " -D" + PROPERTY + "=" + seed;
        String slow = context.getTags().contains("slow") ? " -Pslow" : "";
        throw new AssertionError(
                failure.getMessage() + "\nRepeat it: mvn test" + slow + " -Dtest="
                        + context.getRequiredTestClass().getSimpleName() + "#"
                        + context.getRequiredTestMethod().getName() + withSeed,
                failure);
    }
}
