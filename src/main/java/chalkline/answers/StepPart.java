package chalkline.answers;

import chalkline.network.Step;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step's name says: dW2 is the gradient of W of layer 2.
 *
 * @param role which of a layer's steps
 * @param layer from 1
 */
record StepPart(Role role, int layer) {
    /** The steps that a layer has, and what becomes of its parameters. */
    enum Role {
        Z,
        A,
        DA,
        DZ,
        DW,
        DB,
        UPDATE,
        NEXT
    }

    private static final Pattern NAME = Pattern.compile("(d?)([ZAWb])([0-9]+)|([Wb])([0-9]+)\\.(next|update)");

    /** Empty for the loss, and for what few networks have. */
    static Optional<StepPart> of(String step) {
        Matcher name = NAME.matcher(step);
        if (!name.matches()) {
            return Optional.empty();
        }
        if (name.group(4) != null) {
            Role role = Step.isNext(step) ? Role.NEXT : Role.UPDATE;
            return Optional.of(new StepPart(role, Integer.parseInt(name.group(5))));
        }
        int layer = Integer.parseInt(name.group(3));
        boolean gradient = !name.group(1).isEmpty();
        Optional<Role> role = switch (name.group(2)) {
            case "Z" -> Optional.of(gradient ? Role.DZ : Role.Z);
            case "A" -> Optional.of(gradient ? Role.DA : Role.A);
            case "W" -> gradient ? Optional.of(Role.DW) : Optional.empty();
            default -> gradient ? Optional.of(Role.DB) : Optional.empty();
        };
        return role.map(known -> new StepPart(known, layer));
    }
}
