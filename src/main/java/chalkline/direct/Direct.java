package chalkline.direct;

import chalkline.files.Digests;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.training.Engine;
import chalkline.training.Environment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
        refusal(network).ifPresent(sentence -> {
            throw new InvalidInputException(sentence);
        });
        return new DirectModel(InitialWeights.given(network));
    }

    /** {@inheritDoc} */
    @Override
    public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
        Network network = DirectFile.network(file);
        return network.from(seed.orElse(network.seed())).in(precision.orElse(network.precision()));
    }

    /** {@inheritDoc} */
    @Override
    public Loaded load(Path file) {
        return DirectFile.load(file);
    }
}
