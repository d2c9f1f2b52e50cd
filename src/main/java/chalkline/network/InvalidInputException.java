package chalkline.network;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something a person gave cannot be used: a configuration, a data file, a model file. Every problem is one sentence with
 * the file, the place and the value.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** In characters: files of strangers decide how long a sentence would be. */
    private static final int LONGEST = 20_000;

    private final transient List<String> problems;

    /** One problem. */
    public InvalidInputException(String problem) {
        this(List.of(problem));
    }

    /** One problem with what caused it. */
    public InvalidInputException(String problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    /** Every problem that was found, at least one. Each is shown on one line, whatever stands in it. */
    public InvalidInputException(List<String> problems) {
        this(problems, null);
    }

    private InvalidInputException(List<String> problems, Throwable cause) {
        super(
                problems.stream()
                        .map(problem -> Sentences.printable(problem, LONGEST))
                        .collect(Collectors.joining("\n")),
                cause);
        this.problems = problems.stream()
                .map(problem -> Sentences.printable(problem, LONGEST))
                .toList();
    }

    /** One sentence a problem. */
    public List<String> problems() {
        return problems;
    }
}
