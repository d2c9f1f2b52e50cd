package chalkline.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something a person gave cannot be used: a configuration, a data file, a model file. Every problem is one line: a sentence with
 * the file, the place and the value, or one of the lines to paste that the sentence before it announces.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** In characters: files of strangers decide how long a sentence would be. */
    private static final int LONGEST = 20_000;

    /** Nobody mends more at once; a file with thousands of mistakes is another file than it was taken for. */
    private static final int MOST = 100;

    private final transient List<String> problems;
    private final transient List<Refusal> refusals;

    /** One problem. */
    public InvalidInputException(String problem) {
        this(List.of(problem));
    }

    /** One problem with what caused it. */
    public InvalidInputException(String problem, Throwable cause) {
        this(List.of(problem), List.of(), cause);
    }

    /** Every problem that was found, at least one. What is not printable in it is replaced. */
    public InvalidInputException(List<String> problems) {
        this(problems, List.of());
    }

    /** Every problem that was found, at least one, and which of them say why a network would not learn. */
    public InvalidInputException(List<String> problems, List<Refusal> refusals) {
        this(problems, refusals, null);
    }

    private InvalidInputException(List<String> problems, List<Refusal> refusals, Throwable cause) {
        super(String.join("\n", bounded(problems)), cause);
        this.problems = bounded(problems);
        this.refusals = List.copyOf(refusals);
    }

    /** The first of them, at least one, and how many more there are. */
    private static List<String> bounded(List<String> problems) {
        List<String> first = new ArrayList<>();
        int length = 0;
        for (String problem : problems) {
            // One line, whatever stands in the names that it quotes.
            String shown = Sentences.printable(problem, LONGEST);
            length += shown.length();
            if (!first.isEmpty() && (first.size() == MOST || length > LONGEST)) {
                first.add("and " + Sentences.counted(problems.size() - first.size(), "more problem"));
                break;
            }
            first.add(shown);
        }
        return List.copyOf(first);
    }

    /** These problems and then more. */
    public InvalidInputException and(List<String> more) {
        return new InvalidInputException(
                Stream.concat(problems.stream(), more.stream()).toList(), refusals);
    }

    /** One line a problem. */
    public List<String> problems() {
        return problems;
    }

    /** The problems that say why a network would not learn. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
