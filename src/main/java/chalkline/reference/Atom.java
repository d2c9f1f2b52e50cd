package chalkline.reference;

/** A number that is no sum of products of others: e⁻ᵘ, ln u, √u, 1/u of an exact number u, or a name for a long sum. */
final class Atom {
    /** What is made of the argument. */
    enum Kind {
        EXP,
        LN,
        SQRT,
        INVERSE,
        /** The argument itself: a sum that is too long to be multiplied out. */
        VALUE,
        /** The argument or the other number; which of the two is not known. */
        OPEN
    }

    private final int number;
    private final Kind kind;
    private final Exact argument;
    private final Exact other;
    /** The best enclosure so far, and in how many digits it was worked. */
    private Ball best;

    private int bestDigits;

    Atom(int number, Kind kind, Exact argument, Exact other) {
        this.number = number;
        this.kind = kind;
        this.argument = argument;
        this.other = other;
    }

    /** In which order atoms stand. */
    int number() {
        return number;
    }

    Kind kind() {
        return kind;
    }

    Exact argument() {
        return argument;
    }

    /** The number in so many digits. */
    Ball ball(int digits) {
        if (bestDigits < digits) {
            best = work(digits);
            bestDigits = digits;
        }
        return best;
    }

    private Ball work(int digits) {
        return switch (kind) {
            case EXP -> argument.ball(digits + argument.digitsBeforePoint()).exp(digits);
            case LN -> ln(digits);
            case SQRT -> argument.known(digits).root(digits);
            case INVERSE -> argument.known(digits).inverse(digits);
            case VALUE -> argument.known(digits);
            case OPEN -> argument.known(digits).hull(other.known(digits));
        };
    }

    private Ball ln(int digits) {
        Ball beyondOne = argument.minus(Exact.ONE).known(digits);
        return beyondOne.isSmall()
                ? beyondOne.lnOnePlus(digits)
                : argument.known(digits).ln(digits);
    }
}
