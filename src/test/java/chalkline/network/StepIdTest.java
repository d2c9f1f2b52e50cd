package chalkline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chalkline.network.StepId.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step's id and the name that people see are the same thing, said twice. */
class StepIdTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void everyIdIsReadFromItsName(Role role) {
        for (int layer : new int[] {0, 1, 12}) {
            for (boolean isGradient : new boolean[] {false, true}) {
                for (List<String> suffixes : List.of(List.<String>of(), List.of("m"), List.of("vMax", "next"))) {
                    StepId id;
                    try {
                        id = new StepId(role, layer, isGradient, suffixes);
                    } catch (IllegalArgumentException none) {
                        continue;
                    }
                    assertThat(StepId.of(id.toString())).isEqualTo(id);
                }
            }
        }
    }

    @Test
    void names() {
        assertThat(StepId.z(2).gradient()).hasToString("dZ2");
        assertThat(StepId.w(2).state("m").next()).hasToString("W2.m.next");
        assertThat(StepId.b(1).unconstrained()).hasToString("b1.unconstrained");
        assertThat(StepId.rate(3).ofBiases()).hasToString("rate3.b");
        assertThat(StepId.a(0)).isEqualTo(StepId.X).hasToString("X");
        assertThat(StepId.LOSS).hasToString("loss");
        assertThat(StepId.of("b1.m").parameter()).isEqualTo(StepId.b(1));
        assertThat(StepId.of("W1.m").isOfUpdate()).isTrue();
        assertThat(StepId.of("dW1").isOfUpdate()).isFalse();
        assertThat(StepId.of("rate1.b").isOfUpdate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "d", "Z", "Z0", "Z01", "Z-1", "z1", "X1", "loss1", "W1.", "W1..m", " W1", "Q1", "Z9999999999"
            })
    void otherNamesAreNoSteps(String name) {
        assertThat(StepId.parse(name)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepId.of(name))
                .withMessage(name + " is not the name of a step");
    }
}
