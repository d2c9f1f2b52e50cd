package chalkline.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which quantity of a training step. Its text is the name that people see: {@code Z2}, {@code dW1}, {@code W1.m.next}, {@code
 * loss}. {@code dZ2} means ∂loss/∂Z2.
 *
 * @param role which quantity
 * @param layer counted from 1; 0 where it belongs to no layer
 * @param isGradient whether it is ∂loss/∂ that quantity
 * @param suffixes what follows in the name: of W1.m.next, m and next
 */
public record StepId(Role role, int layer, boolean isGradient, List<String> suffixes) {

    /** The quantities; {@link StepId} has a constant or a method for each, which says what it is. */
    public enum Role {
        X("X"),
        Y("y"),
        MASK("mask"),
        LOSS("loss"),
        SCORE("score"),
        ITERATION("iteration"),
        EPOCH("epoch"),
        RATE("rate"),
        MOMENTUM("momentum"),
        W("W"),
        B("b"),
        G("g"),
        M("M"),
        S("S"),
        D("D"),
        U("U"),
        Z("Z"),
        A("A");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        /** The letter or the word. */
        public String text() {
            return text;
        }

        private boolean fits(int layer) {
            return switch (this) {
                case X, Y, MASK, LOSS, SCORE, ITERATION, EPOCH -> layer == 0;
                case RATE, MOMENTUM -> layer >= 0;
                case W, B, G, M, S, D, U, Z, A -> layer >= 1;
            };
        }
    }

    /** The features, A0. */
    public static final StepId X = of(Role.X, 0);
    /** The labels. */
    public static final StepId Y = of(Role.Y, 0);
    /** Where labels are masked: 1 for a label that counts and 0 for one that does not; a column, or as wide as y. */
    public static final StepId MASK = of(Role.MASK, 0);
    /** The mean over the examples of the data loss, 1 × 1. */
    public static final StepId LOSS = of(Role.LOSS, 0);
    /** The loss and what regularisation adds to it, 1 × 1. */
    public static final StepId SCORE = of(Role.SCORE, 0);
    /** How many steps were taken before this one, 1 × 1. */
    public static final StepId ITERATION = of(Role.ITERATION, 0);
    /** How many epochs were ended before this step, 1 × 1. */
    public static final StepId EPOCH = of(Role.EPOCH, 0);
    /** A learning rate that a schedule gives, 1 × 1. */
    public static final StepId RATE = of(Role.RATE, 0);
    /** A momentum that a schedule gives, 1 × 1. */
    public static final StepId MOMENTUM = of(Role.MOMENTUM, 0);

    private static final String NEXT = "next";
    private static final String UNCONSTRAINED = "unconstrained";
    private static final Pattern NAME = Pattern.compile("(d?)("
            + Stream.of(Role.values()).map(Role::text).collect(Collectors.joining("|"))
            + ")((?:[1-9][0-9]{0,8})?)((?:\\.[A-Za-z]+)*)");

    public StepId {
        suffixes = List.copyOf(suffixes);
        if (!role.fits(layer)) {
            throw new IllegalArgumentException("there is no " + role.text() + " of layer " + layer);
        }
    }

    private static StepId of(Role role, int layer) {
        return new StepId(role, layer, false, List.of());
    }

    /** The step of that name; empty where no step can have it. */
    public static Optional<StepId> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int layer = matcher.group(3).isEmpty() ? 0 : Integer.parseInt(matcher.group(3));
        List<String> suffixes = Stream.of(matcher.group(4).split("\\."))
                .filter(suffix -> !suffix.isEmpty())
                .toList();
        return Stream.of(Role.values())
                .filter(role -> role.text().equals(matcher.group(2)) && role.fits(layer))
                .map(role -> new StepId(role, layer, !matcher.group(1).isEmpty(), suffixes))
                .findFirst();
    }

    /**
     * The step of that name.
     *
     * @throws IllegalArgumentException where no step can have it
     */
    public static StepId of(String name) {
        return parse(name).orElseThrow(() -> new IllegalArgumentException(name + " is not the name of a step"));
    }

    /** W of layer l, before the update. */
    public static StepId w(int l) {
        return of(Role.W, l);
    }

    /** b of layer l, before the update. */
    public static StepId b(int l) {
        return of(Role.B, l);
    }

    /** The gains of layer l's normalisation, before the update. */
    public static StepId g(int l) {
        return of(Role.G, l);
    }

    /** The mask that was drawn for layer l's input: 0 where an entry is dropped, 1/p where it is kept. */
    public static StepId m(int l) {
        return of(Role.M, l);
    }

    /** The slopes that were drawn for layer l's activation: α of every entry, which counts where Z is below 0. */
    public static StepId s(int l) {
        return of(Role.S, l);
    }

    /** What is left of layer l's input, A(l−1) ∘ M. */
    public static StepId d(int l) {
        return of(Role.D, l);
    }

    /** What layer l normalises, A(l−1)·W. */
    public static StepId u(int l) {
        return of(Role.U, l);
    }

    /**
     * What layer l adds up, A(l−1)·W + b, or with layer normalisation the normalised U times g and plus b; of a layer without
     * W, its input.
     */
    public static StepId z(int l) {
        return of(Role.Z, l);
    }

    /** What layer l puts out; A0 is {@link #X}. */
    public static StepId a(int l) {
        return l == 0 ? X : of(Role.A, l);
    }

    /** {@link #RATE} of layer l, where layers have updaters of their own. */
    public static StepId rate(int l) {
        return of(Role.RATE, l);
    }

    /** {@link #MOMENTUM} of layer l, where layers have updaters of their own. */
    public static StepId momentum(int l) {
        return of(Role.MOMENTUM, l);
    }

    /** ∂loss/∂ this. */
    public StepId gradient() {
        return new StepId(role, layer, true, suffixes);
    }

    /** This rate or momentum of biases that have an updater of their own. */
    public StepId ofBiases() {
        return with("b");
    }

    /** What the updater keeps of this parameter: W1.m. */
    public StepId state(String kept) {
        return with(kept);
    }

    /** What is subtracted from this parameter, weight decay included. */
    public StepId update() {
        return with("update");
    }

    /** This parameter after the update and before its constraints. */
    public StepId unconstrained() {
        return with(UNCONSTRAINED);
    }

    /** This parameter, or what the updater keeps of it, after the update. */
    public StepId next() {
        return with(NEXT);
    }

    /** What this was before the update; empty of anything else. */
    public Optional<StepId> before() {
        return isNext()
                ? Optional.of(new StepId(role, layer, isGradient, suffixes.subList(0, suffixes.size() - 1)))
                : Optional.empty();
    }

    private StepId with(String suffix) {
        return new StepId(
                role,
                layer,
                isGradient,
                Stream.concat(suffixes.stream(), Stream.of(suffix)).toList());
    }

    /** The parameter that this belongs to. */
    public StepId parameter() {
        return of(role, layer);
    }

    /** Whether it is an updater's state or a changed parameter: W1.m, W1.next. */
    public boolean isOfUpdate() {
        return (role == Role.W || role == Role.B || role == Role.G) && !suffixes.isEmpty();
    }

    /** Whether it is b, or anything of b. */
    public boolean isBias() {
        return role == Role.B;
    }

    /** Whether it is a rate or a momentum. */
    public boolean isHyperParameter() {
        return role == Role.RATE || role == Role.MOMENTUM;
    }

    /** Whether it is an updated parameter, or what is kept after the update. */
    public boolean isNext() {
        return endsIn(NEXT);
    }

    /** Whether it is an updated parameter before its constraints. */
    public boolean isUnconstrained() {
        return endsIn(UNCONSTRAINED);
    }

    private boolean endsIn(String suffix) {
        return !suffixes.isEmpty() && suffixes.get(suffixes.size() - 1).equals(suffix);
    }

    /** Whether it has a row for each example. */
    public boolean isByExample() {
        return switch (role) {
            case X, Y, MASK, M, S, D, U, Z, A -> true;
            case LOSS, SCORE, ITERATION, EPOCH, RATE, MOMENTUM, W, B, G -> false;
        };
    }

    /** The name that people see. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isGradient ? "d" : "").append(role.text());
        if (layer > 0) {
            text.append(layer);
        }
        suffixes.forEach(suffix -> text.append('.').append(suffix));
        return text.toString();
    }
}
