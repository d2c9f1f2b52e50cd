package chalkline.network;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something a person gave cannot be used: a configuration, a data file, a model file. Every problem is one sentence with
 * the file, the place and the value.
 */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final transient List<Refusal> refusals;

    /** One problem. */
    public InvalidInputException(String problem) {
        this(List.of(problem));
    }

    /** One problem with what caused it. */
    public InvalidInputException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
        this.refusals = List.of();
    }

    /** Every problem that was found, at least one. */
    public InvalidInputException(List<String> problems) {
        this(problems, List.of());
    }

    /** Every problem that was found, at least one, and which of them say why a network would not learn. */
    public InvalidInputException(List<String> problems, List<Refusal> refusals) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.refusals = List.copyOf(refusals);
    }

    /** These problems and then more. */
    public InvalidInputException and(List<String> more) {
        return new InvalidInputException(
                Stream.concat(problems.stream(), more.stream()).toList(), refusals);
    }

    /** One sentence a problem. */
    public List<String> problems() {
        return problems;
    }

    /** The problems that say why a network would not learn. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
