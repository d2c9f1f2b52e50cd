package chalkline.report;

import chalkline.answers.MarkedSheet;
import chalkline.answers.Scheme;
import chalkline.answers.SheetMarking;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person's marked answers as a page to hand back: which number is wrong, what it should be, and why. */
public final class AnswersPage {
    private final Scheme scheme;
    private final Notation notation;
    /** A class has few exercises and many pages. */
    private final Map<Exercise, List<Html>> derivations = new HashMap<>();

    /**
     * For pages in the notation that a person writes.
     *
     * @param scheme what the steps are worth
     */
    public AnswersPage(Scheme scheme, Notation notation) {
        this.scheme = scheme;
        this.notation = notation;
    }

    /**
     * The page of a sheet.
     *
     * @param student whose it is; empty where that need not be said
     */
    public String of(SheetMarking.Marks marks, Optional<String> student) {
        MarkedSheet marked = marks.sheet();
        Exercise exercise = marks.exercise();
        String name = exercise.network().name();
        AnswersSections answers =
                new AnswersSections(marked, scheme, notation, exercise.batch().size());
        List<Html> head = new ArrayList<>();
        head.add(Html.of("p", "Marked answers").in("kind"));
        head.add(Html.of("h1", student.orElse(name)));
        String points =
                ClassReport.number(scheme.points(marked)) + " of " + ClassReport.number(scheme.total()) + " points";
        head.add(Html.of("p", student.isPresent() ? name + ": " + points : points));
        head.addAll(answers.headlines());
        Page page = new Page(student.orElse(name) + ": marked answers", Html.of("header", head));
        page.section("answers", "Answers", answers.table());
        page.section("derivation", "The derivation by hand", derivations.computeIfAbsent(exercise, this::derivation));
        return page.write();
    }

    private List<Html> derivation(Exercise exercise) {
        return HtmlDerivation.of(WrittenDerivation.of(exercise, notation), new HashSet<>(exercise.steps()));
    }
}
