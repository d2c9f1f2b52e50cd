package chalkline.dl4j;

import chalkline.data.Normalizer;
import chalkline.data.Normalizer.Kind;
import chalkline.modelzip.ZipNormalizer;
import chalkline.network.InvalidInputException;
import chalkline.training.Preprocessing;
import chalkline.training.SavedScaling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.AbstractDataSetNormalizer;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model's normalisation as Deeplearning4j's own normalizer.bin, for programs that load the zip with ModelSerializer. What
 * counts here is {@link Preprocessing}; only where a zip has none is it read.
 */
final class SavedNormalizer {
    private SavedNormalizer() {}

    /**
     * The entry's content; empty where Deeplearning4j has no such normaliser. It has none that leaves the features as they
     * are, or scales features and labels by two different formulas, or divides by less than its smallest divisor.
     *
     * @param entries of the model file
     * @param type what the network computes in
     * @param where the file, for messages
     */
    static Optional<byte[]> of(Map<String, byte[]> entries, DataType type, String where) {
        if (!entries.containsKey(Preprocessing.NORMALIZER)) {
            return Optional.empty();
        }
        Preprocessing preprocessing = Preprocessing.fromEntries(entries, where).orElseThrow();
        Normalizer features = preprocessing.normalizer();
        Normalizer labels = preprocessing.labelNormalizer();
        boolean known = features.kind() != Normalizer.Kind.NONE
                && (labels.kind() == Normalizer.Kind.NONE || labels.kind() == features.kind())
                && isDivisor(features.scales())
                && isDivisor(labels.scales());
        return known ? Optional.of(bytes(normalizer(features, labels, type))) : Optional.empty();
    }

    /**
     * Sees that the zip scales data in one way, whoever loads it.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where Deeplearning4j's form of the normalisation is not that of the preprocessing
     */
    static void requireSame(ModelZip.LoadedModel loaded, String where) {
        if (loaded.normalizer().isEmpty() || !loaded.entries().containsKey(Preprocessing.NORMALIZER)) {
            return;
        }
        Optional<ZipNormalizer> own = of(loaded.entries(), Dl4jModel.dataType(loaded.network()), where)
                .map(bytes -> ZipNormalizer.read(bytes, where));
        if (!own.equals(loaded.normalizer())) {
            throw new InvalidInputException(where + ": its parts are not of one model: " + ModelZip.NORMALIZER
                    + " scales data otherwise than " + Preprocessing.NORMALIZER);
        }
    }

    /** What the entry of a zip says of the rows that the network was trained on. */
    static SavedScaling scaling(ZipNormalizer found, MultiLayerNetwork network) {
        Kind kind = found.type().equals("STANDARDIZE") ? Kind.STANDARDIZE : Kind.MIN_MAX;
        boolean ofAll = found.type().equals("IMAGE_MIN_MAX");
        int inputs = Math.toIntExact(DataSets.inputs(network));
        return new SavedScaling(
                ModelZip.NORMALIZER,
                found.type().toLowerCase(Locale.ROOT).replace('_', '-'),
                found.features()
                        .map(lines -> ofAll ? Collections.nCopies(inputs, lines.get(0)) : lines)
                        .map(lines -> normalizer(kind, lines)),
                found.labels().map(lines -> normalizer(kind, lines)).orElse(Normalizer.NONE));
    }

    private static Normalizer normalizer(Kind kind, List<ZipNormalizer.Line> lines) {
        return new Normalizer(
                kind,
                lines.stream().map(ZipNormalizer.Line::offset).toList(),
                lines.stream().map(ZipNormalizer.Line::scale).toList());
    }

    private static boolean isDivisor(List<Double> scales) {
        return scales.stream().allMatch(scale -> scale >= Nd4j.EPS_THRESHOLD);
    }

    private static AbstractDataSetNormalizer<?> normalizer(Normalizer features, Normalizer labels, DataType type) {
        boolean both = labels.kind() != Normalizer.Kind.NONE;
        if (features.kind() == Normalizer.Kind.STANDARDIZE) {
            NormalizerStandardize standardize =
                    new NormalizerStandardize(row(features.offsets(), type), row(features.scales(), type));
            standardize.fitLabel(both);
            if (both) {
                standardize.setLabelStats(row(labels.offsets(), type), row(labels.scales(), type));
            }
            return standardize;
        }
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler();
        scaler.setFeatureStats(row(features.offsets(), type), row(largest(features), type));
        scaler.fitLabel(both);
        if (both) {
            scaler.setLabelStats(row(labels.offsets(), type), row(largest(labels), type));
        }
        return scaler;
    }

    private static List<Double> largest(Normalizer normalizer) {
        return IntStream.range(0, normalizer.offsets().size())
                .mapToObj(j -> normalizer.offsets().get(j) + normalizer.scales().get(j))
                .toList();
    }

    private static INDArray row(List<Double> numbers, DataType type) {
        return NdArrays.vector(numbers.stream().mapToDouble(Double::doubleValue).toArray(), type)
                .reshape(1, numbers.size());
    }

    private static byte[] bytes(AbstractDataSetNormalizer<?> normalizer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            NormalizerSerializer.getDefault().write(normalizer, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
