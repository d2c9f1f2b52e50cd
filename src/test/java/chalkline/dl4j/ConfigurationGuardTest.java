package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.ConfigurationPart;
import chalkline.network.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.nd4j.shade.jackson.databind.BeanDescription;
import org.nd4j.shade.jackson.databind.DeserializationConfig;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.introspect.BeanPropertyDefinition;

/** Asks Deeplearning4j's own JSON mapper where a configuration can name classes, and compares the guard with it. */
class ConfigurationGuardTest {

    @Test
    void everyMemberWhoseClassIsChosenIsGuarded() throws ClassNotFoundException {
        DeserializationConfig mapper = NeuralNetConfiguration.mapper().getDeserializationConfig();
        Set<String> found = new TreeSet<>();
        collect(mapper, MultiLayerConfiguration.class, found);
        collect(mapper, NeuralNetConfiguration.class, found);
        for (ConfigurationPart part : ConfigurationPart.values()) {
            for (String className : part.classNames()) {
                collect(mapper, Class.forName(className), found);
            }
        }
        assertThat(found).hasSizeGreaterThan(20);
        for (String member : found) {
            String json = "{\"confs\":[{\"layer\":{\"@class\":\"org.deeplearning4j.nn.conf.layers.DenseLayer\"}}],\""
                    + member + "\":{\"@class\":\"evil.Class\",\"type\":\"evil.Class\"}}";
            assertThatThrownBy(() -> ConfigurationGuard.check(json.getBytes(StandardCharsets.UTF_8), "c.json"))
                    .as(member)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageMatching("c\\.json: " + member + " (names the class \"evil\\.Class\", which is not a .*"
                            + "|is not empty, .*|is not one of .*|is not a list)");
        }
    }

    /** Adds the names of the members whose value is, or holds, something whose class the JSON names. */
    private static void collect(DeserializationConfig mapper, Class<?> type, Set<String> found) {
        BeanDescription bean = mapper.introspect(mapper.constructType(type));
        for (BeanPropertyDefinition member : bean.findProperties()) {
            JavaType value = member.getPrimaryType();
            if (isChosen(mapper, value) || value.getContentType() != null && isChosen(mapper, value.getContentType())) {
                found.add(member.getName());
            }
        }
    }

    private static boolean isChosen(DeserializationConfig mapper, JavaType type) {
        return mapper.introspectClassAnnotations(type).getClassAnnotations().has(JsonTypeInfo.class)
                || type.getRawClass() == Object.class;
    }

    @Test
    void aPlainNetworkPassesUnchanged() {
        String json = SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1))
                .getLayerWiseConfigurations()
                .toJson();
        String checked = ConfigurationGuard.check(json.getBytes(StandardCharsets.UTF_8), "c.json")
                .toString();
        assertThat(MultiLayerConfiguration.fromJson(checked)).isEqualTo(MultiLayerConfiguration.fromJson(json));
    }
}
