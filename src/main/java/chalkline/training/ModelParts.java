package chalkline.training;

import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.config.RecordedConfiguration;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.network.Updater;
import java.util.Map;
import java.util.Set;

/**
 * Holds the parts of a model file against each other: network, schema, scaling, linear model and record must be of one training.
 * Otherwise predictions would use the wrong columns, and the record would tell of another model.
 *
 * @param file the file, for messages
 */
record ModelParts(String file) {
    private static final Set<String> FRACTIONS = Set.of("accuracy", "f1", "weightedF1", "auc", "baselineAccuracy");

    /** @throws InvalidInputException where they are not of one model */
    static void requireOneModel(SavedModel saved) {
        ModelParts parts = new ModelParts(saved.shownName());
        Inspection network = saved.model().inspect();
        saved.preprocessing().ifPresent(known -> {
            Schema schema = known.schema();
            parts.requireWidth("input", schema.inputs(), network.inputs());
            parts.requireWidth("output", schema.outputs(), network.outputs());
            saved.linear().ifPresent(linear -> parts.requireLinear(linear, schema));
            saved.record().ifPresent(record -> parts.requireRecord(record, known, saved.model(), network));
        });
        saved.scaling().ifPresent(scaling -> {
            scaling.features()
                    .ifPresent(features ->
                            parts.requireColumns(scaling, features, "inputs", Math.toIntExact(network.inputs())));
            parts.requireColumns(scaling, scaling.labels(), "outputs", Math.toIntExact(network.outputs()));
        });
    }

    private void requireWidth(String what, long ofSchema, long ofNetwork) {
        if (ofSchema != ofNetwork) {
            throw refused("its schema has " + Sentences.counted(ofSchema, what) + ", but the network " + ofNetwork);
        }
    }

    /** Sees that the file scales as many columns as there are. */
    void requireColumns(SavedScaling scaling, Normalizer normalizer, String what, int needed) {
        int columns = normalizer.offsets().size();
        if (normalizer.kind() != Normalizer.Kind.NONE && columns != needed) {
            throw new InvalidInputException(file + ": " + scaling.entry() + " scales " + columns
                    + " columns, but the network has " + needed + " " + what);
        }
    }

    private void requireLinear(LinearModel linear, Schema schema) {
        boolean ofClasses = linear.kind() == LinearModel.Kind.LOGISTIC;
        if (ofClasses == schema.classes().isEmpty() || linear.rows() < 1) {
            throw refused("chalkline/linear.json is not fitted to " + what(schema));
        }
    }

    private static String what(Schema schema) {
        return schema.classes().isEmpty() ? "numbers" : "classes";
    }

    private void requireRecord(ModelRecord record, Preprocessing known, Model model, Inspection network) {
        if (!isPossible(record, known.schema())) {
            throw refused(
                    ModelRecord.RECORD + " is not the record of training one that predicts " + what(known.schema()));
        }
        record.trained().ifPresent(length -> {
            requireSame("number of epochs", length.epochs(), network.epoch());
            requireSame("number of steps", length.steps(), network.iteration());
        });
        record.check().ifPresent(check -> requireSame("check's precision", check.precision(), network.dataType()));
        RecordedConfiguration.read(record.configuration())
                .ifPresent(configuration -> requireConfiguration(configuration, known, model, network));
    }

    private static boolean isPossible(ModelRecord record, Schema schema) {
        return record.metrics().containsKey(schema.classes().isEmpty() ? "rmse" : "accuracy")
                && record.metrics().entrySet().stream().allMatch(ModelParts::isPossible)
                && record.rows() > 0
                && Set.of("test", "training").contains(record.evaluatedOn())
                && record.data().stream().allMatch(file -> file.sha256().matches("[0-9a-f]{64}"))
                && record.check()
                        .map(said -> said.agreeing() >= 0
                                && said.agreeing() <= said.steps()
                                && Set.of("agrees", "deviates", "inconclusive").contains(said.verdict()))
                        .orElse(true);
    }

    /** NaN, of outputs that were not finite, is possible for all but the accuracy. */
    private static boolean isPossible(Map.Entry<String, Double> metric) {
        double value = metric.getValue();
        boolean none = Double.isNaN(value) && !metric.getKey().equals("accuracy");
        boolean inRange = FRACTIONS.contains(metric.getKey())
                ? value >= 0 && value <= 1
                : metric.getKey().equals("r2") ? value <= 1 : value >= 0;
        return none || inRange;
    }

    private void requireConfiguration(
            RecordedConfiguration configuration, Preprocessing known, Model model, Inspection inspection) {
        Network network = model.network(file);
        requireSame(
                "precision",
                configuration.precision().label(),
                network.precision().label());
        requireSame("seed", configuration.seed(), network.seed());
        requireSame(
                "normalize",
                configuration.normalization().label(),
                known.normalizer().kind().label());
        if (!configuration.labels().isEmpty()) {
            requireSame("labels", configuration.labels(), known.schema().labels());
        }
        requireAtMost("epochs", inspection.epoch(), configuration.training().epochs());
        configuration
                .training()
                .limits()
                .steps()
                .ifPresent(most -> requireAtMost("max-steps", inspection.iteration(), most));
        configuration.network().ifPresent(spec -> {
            requireSame("loss", spec.loss().orElseThrow().kind(), network.loss().kind());
            requireSame(
                    "sum of losses",
                    spec.loss().orElseThrow().isSum(),
                    network.loss().isSum());
            requireSame("number of layers", spec.layers().size(), network.depth());
            for (int l = 1; l <= network.depth(); l++) {
                requireLayer(l, spec.layers().get(l - 1), configuration, network);
            }
        });
    }

    private void requireLayer(int l, LayerSpec spec, RecordedConfiguration configuration, Network network) {
        Layer layer = network.layer(l);
        String name = "layer " + l + " ";
        requireSame(name + "kind", spec.kind(), layer.kind());
        requireSame(name + "units", spec.units().orElse(layer.units()), layer.units());
        requireSame(
                name + "activation",
                spec.activation().kind().label(),
                layer.activation().kind().label());
        requireSame(name + "dropout", spec.retainProbability(), layer.retainProbability());
        if (layer.kind() == Layer.Kind.DENSE) {
            requireSame(name + "bias", spec.hasBias(), layer.hasBias());
            Updater ofAll = spec.updater().orElse(configuration.training().updater());
            Updater ofBiases =
                    spec.biasUpdater().or(configuration.training()::biasUpdater).orElse(ofAll);
            requireSame(name + "updater", ofAll, network.updater(l, false));
            requireSame(name + "bias updater", ofBiases, network.updater(l, true));
        }
    }

    private void requireAtMost(String what, long ofNetwork, long most) {
        if (ofNetwork > most) {
            throw refused("the network was trained for " + ofNetwork + ", but its record's " + what + " is " + most);
        }
    }

    private void requireSame(String what, Object recorded, Object ofNetwork) {
        if (!recorded.equals(ofNetwork)) {
            throw refused("its record's " + what + " is " + Sentences.shown(String.valueOf(recorded))
                    + ", but the network's " + Sentences.shown(String.valueOf(ofNetwork)));
        }
    }

    private InvalidInputException refused(String why) {
        return new InvalidInputException(file + ": its parts are not of one model: " + why);
    }
}
