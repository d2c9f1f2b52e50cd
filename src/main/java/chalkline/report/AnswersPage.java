package chalkline.report;

import chalkline.answers.MarkedSheet;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A person's marked answers as a page to hand back: which number is wrong, what it should be, and why. */
public final class AnswersPage {
    private AnswersPage() {}

    /** The page, in the notation that the person writes. */
    public static String of(MarkedSheet marked, Exercise exercise, Notation notation) {
        WrittenDerivation derivation = WrittenDerivation.of(exercise, notation);
        AnswersSections answers =
                new AnswersSections(marked, notation, exercise.batch().size());
        List<Html> head = new ArrayList<>();
        head.add(Html.of("p", "Marked answers").in("kind"));
        head.add(Html.of("h1", exercise.network().name()));
        head.addAll(answers.headlines());
        Page page = new Page(exercise.network().name() + ": marked answers", Html.of("header", head));
        page.section("answers", "Answers", answers.table());
        page.section(
                "derivation", "The derivation by hand", HtmlDerivation.of(derivation, new HashSet<>(exercise.steps())));
        return page.write();
    }
}
