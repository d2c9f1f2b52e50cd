package chalkline.answers;

import java.util.List;
import java.util.Optional;

/**
 * A sheet of a class.
 *
 * @param file its path in the folder of sheets, with slashes
 * @param student whose it is
 * @param variant the seed of the variant that it is about; empty where the numbers are the configuration's own
 * @param marks its marks; empty where it could not be read
 * @param problems why it could not be read
 */
public record Submission(
        String file,
        Student student,
        Optional<Long> variant,
        Optional<SheetMarking.Marks> marks,
        List<String> problems) {
    public Submission {
        problems = List.copyOf(problems);
    }

    /** The marked sheet; empty where it could not be read. */
    public Optional<MarkedSheet> marked() {
        return marks.map(SheetMarking.Marks::sheet);
    }

    /** What became of a sheet. */
    public enum Outcome {
        /** It could not be read. */
        UNREADABLE("unreadable"),
        /** Nothing was answered. */
        BLANK("blank"),
        /** Nothing is wrong, but something was answered without any work. */
        NOT_WORKED("not worked"),
        /** Something is wrong. */
        MISTAKEN("with a mistake"),
        /** Nothing that was answered is wrong, but something was not answered. */
        INCOMPLETE("without mistake as far as answered"),
        /** Everything was answered, and nothing is wrong. */
        RIGHT("without mistake");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** For "3 sheets …". */
        public String label() {
            return label;
        }
    }

    /**
     * What became of it.
     *
     * @param scheme the steps that count
     */
    public Outcome outcome(Scheme scheme) {
        if (marks.isEmpty()) {
            return Outcome.UNREADABLE;
        }
        MarkedSheet marked = marks.get().sheet();
        if (marked.isBlank()) {
            return Outcome.BLANK;
        }
        if (!marked.passes()) {
            return marked.firstWrong().isPresent() ? Outcome.MISTAKEN : Outcome.NOT_WORKED;
        }
        boolean complete = marked.steps().stream()
                .filter(step -> scheme.worth(step.name()) > 0)
                .allMatch(step -> step.count(Mark.BLANK) == 0);
        return complete ? Outcome.RIGHT : Outcome.INCOMPLETE;
    }
}
