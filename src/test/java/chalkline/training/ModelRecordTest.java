package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import chalkline.training.ModelRecord.CheckRecord;
import chalkline.training.ModelRecord.DataFile;
import chalkline.training.ModelRecord.FindingRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRecordTest {
    private static final ModelRecord RECORD = new ModelRecord(
            "name: iris\nseed: 42\n",
            Map.of("Chalkline", "1.2", "Deeplearning4j", "1.0.0-M2.1"),
            List.of(new DataFile("data/iris.csv", "ab12"), new DataFile("data/test.csv", "cd34")),
            "test",
            45,
            Map.of("accuracy", 1 / 3.0, "logLoss", Double.NaN, "rmse", Double.POSITIVE_INFINITY),
            Optional.of(new ModelRecord.Length(3, 1L << 40)),
            Optional.of(new CheckRecord(
                    "inconclusive",
                    "float32",
                    true,
                    6,
                    13,
                    List.of("rms-prop-start"),
                    List.of(new FindingRecord("dZ2", "digits-lost", "1 − A2 \"cancels\"")))));

    @Test
    void entriesBringTheSameBack() {
        assertThat(ModelRecord.fromEntries(RECORD.toEntries(), "m.zip")).contains(RECORD);
        ModelRecord unchecked = new ModelRecord(
                RECORD.configuration(),
                Map.of(),
                List.of(),
                "training",
                1,
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertThat(ModelRecord.fromEntries(unchecked.toEntries(), "m.zip")).contains(unchecked);
    }

    @Test
    void aModelOfSomebodyElsesHasNone() {
        assertThat(ModelRecord.fromEntries(Map.of("chalkline/other.json", new byte[0]), "m.zip"))
                .isEmpty();
    }

    @Test
    void bothPartsBelongTogether() {
        Map<String, byte[]> entries = new HashMap<>(RECORD.toEntries());
        entries.remove("chalkline/config.resolved.yaml");
        assertThatThrownBy(() -> ModelRecord.fromEntries(entries, "m.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip: has the entry \"chalkline/record.json\" but not \"chalkline/config.resolved.yaml\","
                        + " which belongs to it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"versions\":[],\"data\":[],\"evaluatedOn\":\"test\",\"rows\":1,\"metrics\":{}}",
                "{\"versions\":{},\"data\":[1],\"evaluatedOn\":\"test\",\"rows\":1,\"metrics\":{}}",
                "{\"versions\":{},\"data\":[],\"evaluatedOn\":[],\"rows\":1,\"metrics\":{}}",
                "{\"versions\":{},\"data\":[],\"evaluatedOn\":\"test\",\"rows\":0.5,\"metrics\":{}}",
                "{\"versions\":{},\"data\":[],\"evaluatedOn\":\"test\",\"rows\":1,\"metrics\":{\"auc\":\"high\"}}",
                "{\"versions\":{},\"data\":[],\"evaluatedOn\":\"test\",\"rows\":1,\"metrics\":{},\"check\":{}}",
            })
    void whatIsNoRecordIsRefused(String json) {
        Map<String, byte[]> entries = new HashMap<>(RECORD.toEntries());
        entries.put("chalkline/record.json", json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelRecord.fromEntries(entries, "m.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!chalkline/record.json: is not the record of a training");
    }
}
