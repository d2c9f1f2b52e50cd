package chalkline.direct;

import chalkline.files.Digests;
import chalkline.modelzip.ModelContent;
import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.ParameterOrder;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.training.Engine;
import chalkline.training.Environment;
import chalkline.training.Preprocessing;
import chalkline.training.SavedFindings;
import chalkline.training.SavedScaling;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** The engine of our own. */
public final class Direct implements Engine {
    /** Wider than any register, and a multiple of none. */
    private static final int LENGTH = 331;

    private static final int ROWS = 37;

    @Override
    public String name() {
        return "Chalkline direct";
    }

    @Override
    public String version() {
        return Environment.version();
    }

    /** "amd64, bits 5f3a0c11": OpenBLAS chooses its code by the processor, and does not tell; the digest of a product does. */
    @Override
    public String kernel() {
        ByteBuffer bytes = ByteBuffer.allocate(Precision.values().length * ROWS * ROWS * Double.BYTES);
        for (Precision precision : Precision.values()) {
            Block numbers = Block.of(precision, ROWS, LENGTH);
            for (int k = 0; k < ROWS * LENGTH; k++) {
                // Between -1 and 1, and no short fraction.
                numbers.set(k, (k * 0.6180339887498949) % 2 - 1);
            }
            Block product = Block.of(precision, ROWS, ROWS);
            product.productWithTransposed(numbers, numbers, ROWS, ROWS, LENGTH);
            for (int k = 0; k < ROWS * ROWS; k++) {
                bytes.putDouble(product.get(k));
            }
        }
        return System.getProperty("os.arch") + ", bits "
                + Digests.sha256(bytes.array()).substring(0, 8);
    }

    /** Why it cannot train the network, in one sentence; empty where it can. */
    public static Optional<String> refusal(Network network) {
        return Coverage.refusal(network);
    }

    /** {@inheritDoc} */
    @Override
    public DirectModel build(Network network) {
        return new DirectModel(InitialWeights.given(covered(network)));
    }

    private static Network covered(Network network) {
        refusal(network).ifPresent(sentence -> {
            throw new InvalidInputException(sentence);
        });
        return network;
    }

    /** {@inheritDoc} */
    @Override
    public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
        Network network = covered(ModelContent.network(file));
        return network.from(seed.orElse(network.seed())).in(precision.orElse(network.precision()));
    }

    /** {@inheritDoc} */
    @Override
    public Loaded load(Path file) {
        ModelContent content = ModelContent.read(file);
        covered(content.network());
        DirectModel model = new DirectModel(content);
        String where = file.toString();
        content.normalizer()
                .filter(found -> content.own().containsKey(Preprocessing.NORMALIZER))
                .ifPresent(found -> found.requireSame(
                        DirectModel.normalizer(content.own(), where),
                        content.network().precision(),
                        Preprocessing.NORMALIZER,
                        where));
        return new Loaded(
                model,
                content.own(),
                content.normalizer()
                        .map(found -> new SavedScaling(
                                ModelEntries.NORMALIZER,
                                found.label(),
                                found.ofFeatures(content.network().inputs()),
                                found.ofLabels())),
                findings(model, content).all());
    }

    private static SavedFindings findings(DirectModel model, ModelContent content) {
        SavedFindings findings = new SavedFindings();
        ParameterOrder order = new ParameterOrder(content.network());
        for (StepId id : order.parameters()) {
            String kind = ModelContent.kind(content.network(), id.layer());
            findings.parameter(
                    id.role().text(), id.layer(), kind, model.value(id).values());
        }
        boolean keeps = !order.kept().isEmpty();
        boolean zero = content.kept().values().stream()
                .allMatch(array -> Arrays.stream(array.values()).allMatch(value -> value == 0));
        findings.updaterState(content.iteration(), keeps && content.kept().isEmpty(), keeps && zero);
        return findings;
    }
}
