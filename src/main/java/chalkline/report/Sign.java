package chalkline.report;

import chalkline.answers.Mark;
import chalkline.check.StepVerdict;
import chalkline.check.Verdict;

/** A small picture beside a word, so that shape, colour and word say the same. */
enum Sign {
    /** A tick in a disc. */
    GOOD("good"),
    /** A cross in a square. */
    BAD("bad"),
    /** A bar in a diamond. */
    UNSURE("unsure"),
    /** An arrow: an error carried forward. */
    FOLLOWS("follows"),
    /** A ring. */
    NONE("none");

    private final String label;

    Sign(String label) {
        this.label = label;
    }

    static Sign of(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> GOOD;
            case DEVIATES -> BAD;
            case INCONCLUSIVE -> UNSURE;
        };
    }

    static Sign of(StepVerdict verdict) {
        return switch (verdict) {
            case AGREES, CONVENTION -> GOOD;
            case DEVIATES, NON_FINITE, DEFECT -> BAD;
            case UNDECIDED, UNINFORMATIVE -> UNSURE;
            case NOT_EXPOSED -> NONE;
        };
    }

    static Sign of(Mark mark) {
        return switch (mark) {
            case RIGHT -> GOOD;
            case WRONG -> BAD;
            case ROUNDED_TO_ZERO, EMPTY -> UNSURE;
            case FOLLOWS -> FOLLOWS;
            case BLANK -> NONE;
        };
    }

    /** The class of what is coloured like it. */
    String label() {
        return label;
    }

    /** The picture alone, which is not read out. */
    Html picture() {
        Html.Element shape = switch (this) {
            case GOOD, NONE, FOLLOWS ->
                Html.of("circle").with("cx", 8).with("cy", 8).with("r", 7);
            case BAD -> Html.of("path").with("d", "M2 2h12v12h-12z");
            case UNSURE -> Html.of("path").with("d", "M8 .5 15.5 8 8 15.5 .5 8z");
        };
        String stroke = switch (this) {
            case GOOD -> "M4.5 8.5 7 11l4.5-5.5";
            case BAD -> "M5 5l6 6M11 5l-6 6";
            case UNSURE -> "M5 8h6";
            case FOLLOWS -> "M4.5 8h7M8.5 5l3 3-3 3";
            case NONE -> "";
        };
        return Html.of(
                        "svg",
                        shape.in("shape"),
                        Html.of("path").with("d", stroke).in("stroke"))
                .in("sign " + label)
                .with("viewBox", "0 0 16 16")
                .with("aria-hidden", "true");
    }

    /** The picture and the word. */
    Html.Element beside(String word) {
        return Html.of("span", picture(), Html.text(" "), Html.of("span", word)).in("badge " + label);
    }
}
