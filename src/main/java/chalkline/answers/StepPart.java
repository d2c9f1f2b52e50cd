package chalkline.answers;

import chalkline.network.StepId;
import java.util.List;
import java.util.Optional;

/**
 * What a step is to its layer.
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

    /** Empty for the loss, for what is given, and for what few networks have. */
    static Optional<StepPart> of(StepId step) {
        return role(step).map(role -> new StepPart(role, step.layer()));
    }

    private static Optional<Role> role(StepId step) {
        boolean gradient = step.isGradient();
        boolean parameter = step.role() == StepId.Role.W || step.role() == StepId.Role.B;
        if (!step.suffixes().isEmpty()) {
            boolean update = step.suffixes().equals(List.of("update"));
            boolean next = step.suffixes().equals(List.of("next"));
            return parameter && !gradient && (update || next)
                    ? Optional.of(update ? Role.UPDATE : Role.NEXT)
                    : Optional.empty();
        }
        return switch (step.role()) {
            case Z -> Optional.of(gradient ? Role.DZ : Role.Z);
            case A -> Optional.of(gradient ? Role.DA : Role.A);
            case W -> gradient ? Optional.of(Role.DW) : Optional.empty();
            case B -> gradient ? Optional.of(Role.DB) : Optional.empty();
            case X, Y, MASK, LOSS, SCORE, ITERATION, EPOCH, RATE, MOMENTUM, G, M, S, D, U -> Optional.empty();
        };
    }
}
