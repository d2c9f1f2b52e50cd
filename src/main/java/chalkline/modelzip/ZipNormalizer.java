package chalkline.modelzip;

import chalkline.data.Normalizer;
import chalkline.network.InvalidInputException;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A normalizer.bin: a mark, a version, the normaliser's type, then its numbers. z = (x − offset) / scale, as Deeplearning4j
 * works it: a standard deviation below 10⁻⁵ counts as 1, and a range below 10⁻⁵ as 10⁻⁵.
 *
 * @param type Deeplearning4j's name for it
 * @param features of each column, or one for all columns; empty where the type is for other data than rows of numbers
 * @param labels of each column, where it scales labels too
 */
public record ZipNormalizer(String type, Optional<List<Line>> features, Optional<List<Line>> labels) {
    private static final double SMALLEST_DIVISOR = 1e-5;
    /** Types for several inputs, which a network of one input cannot have. */
    private static final Set<String> OTHERS =
            Set.of("IMAGE_VGG16", "MULTI_STANDARDIZE", "MULTI_MIN_MAX", "MULTI_HYBRID");

    /** A column's offset and scale. */
    public record Line(double offset, double scale) {}

    /**
     * Reads one.
     *
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are not one of Deeplearning4j's own normalisers
     */
    public static ZipNormalizer read(byte[] bytes, String where) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (!in.readUTF().equals("NORMALIZER") || in.readInt() != 1) {
                throw new InvalidInputException(where + " is not a normalizer");
            }
            String type = in.readUTF();
            return switch (type) {
                case "STANDARDIZE" -> {
                    boolean ofLabels = in.readBoolean();
                    ByteBuffer arrays = ByteBuffer.wrap(in.readAllBytes());
                    List<Line> features = standardize(arrays, where);
                    yield new ZipNormalizer(
                            type,
                            Optional.of(features),
                            ofLabels ? Optional.of(standardize(arrays, where)) : Optional.empty());
                }
                case "MIN_MAX" -> {
                    boolean ofLabels = in.readBoolean();
                    double low = in.readDouble();
                    double high = in.readDouble();
                    ByteBuffer arrays = ByteBuffer.wrap(in.readAllBytes());
                    List<Line> features = minMax(arrays, low, high, where);
                    yield new ZipNormalizer(
                            type,
                            Optional.of(features),
                            ofLabels ? Optional.of(minMax(arrays, low, high, where)) : Optional.empty());
                }
                case "IMAGE_MIN_MAX" -> {
                    double low = in.readDouble();
                    double high = in.readDouble();
                    Line ofPixel = to(low, high, 0, in.readDouble(), where);
                    yield new ZipNormalizer(type, Optional.of(List.of(ofPixel)), Optional.empty());
                }
                case "CUSTOM" ->
                    throw new InvalidInputException(
                            where + " is refused: it names a class to run, " + Sentences.quoted(in.readUTF()));
                default -> {
                    if (!OTHERS.contains(type)) {
                        throw new InvalidInputException(where + " is of the unknown type " + Sentences.quoted(type));
                    }
                    yield new ZipNormalizer(type, Optional.empty(), Optional.empty());
                }
            };
        } catch (IOException e) {
            throw new InvalidInputException(where + " is not a normalizer", e);
        }
    }

    /**
     * That of data which is scaled so; empty where Deeplearning4j has none. It has none that leaves the features as they are, or
     * scales features and labels by two different formulas, or divides by less than its smallest divisor.
     */
    public static Optional<ZipNormalizer> of(Normalizer features, Normalizer labels) {
        boolean known = features.kind() != Normalizer.Kind.NONE
                && (labels.kind() == Normalizer.Kind.NONE || labels.kind() == features.kind())
                && Stream.concat(features.scales().stream(), labels.scales().stream())
                        .allMatch(scale -> scale >= SMALLEST_DIVISOR);
        return known
                ? Optional.of(new ZipNormalizer(
                        features.kind() == Normalizer.Kind.STANDARDIZE ? "STANDARDIZE" : "MIN_MAX",
                        Optional.of(lines(features)),
                        Optional.of(lines(labels)).filter(lines -> !lines.isEmpty())))
                : Optional.empty();
    }

    private static List<Line> lines(Normalizer normalizer) {
        return IntStream.range(0, normalizer.offsets().size())
                .mapToObj(j -> new Line(
                        normalizer.offsets().get(j), normalizer.scales().get(j)))
                .toList();
    }

    /** How it scales features; empty where the type is for other data than rows of numbers. */
    public Optional<Normalizer> ofFeatures(int inputs) {
        boolean ofAll = type.equals("IMAGE_MIN_MAX");
        return features.map(lines -> normalizer(ofAll ? Collections.nCopies(inputs, lines.get(0)) : lines));
    }

    /** How it scales labels. */
    public Normalizer ofLabels() {
        return labels.map(this::normalizer).orElse(Normalizer.NONE);
    }

    /** For people: "standardize". */
    public String label() {
        return type.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Normalizer normalizer(List<Line> lines) {
        return new Normalizer(
                type.equals("STANDARDIZE") ? Normalizer.Kind.STANDARDIZE : Normalizer.Kind.MIN_MAX,
                lines.stream().map(Line::offset).toList(),
                lines.stream().map(Line::scale).toList());
    }

    /**
     * Sees that this is what another part of the zip says, as far as the precision goes.
     *
     * @param other what it says
     * @param name of that part
     * @param where the file, for messages
     * @throws InvalidInputException where it says something else
     */
    public void requireSame(Optional<ZipNormalizer> other, Precision precision, String name, String where) {
        if (!other.map(own -> read(own.write(precision), where)).equals(Optional.of(this))) {
            throw new InvalidInputException(where + ": its parts are not of one model: " + ModelEntries.NORMALIZER
                    + " scales data otherwise than " + name);
        }
    }

    /** As Deeplearning4j writes it. */
    public byte[] write(Precision precision) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("NORMALIZER");
            out.writeInt(1);
            out.writeUTF(type);
            out.writeBoolean(labels.isPresent());
            boolean standardizes = type.equals("STANDARDIZE");
            if (!standardizes) {
                out.writeDouble(0);
                out.writeDouble(1);
            }
            for (List<Line> lines :
                    Stream.of(features, labels).flatMap(Optional::stream).toList()) {
                double[] offsets = lines.stream().mapToDouble(Line::offset).toArray();
                SavedArray.writeRow(out, precision, offsets);
                SavedArray.writeRow(
                        out,
                        precision,
                        lines.stream()
                                .mapToDouble(line -> standardizes ? line.scale : line.offset + line.scale)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<Line> standardize(ByteBuffer in, String where) {
        double[] means = SavedArray.next(in, where).toDoubles();
        double[] deviations = SavedArray.next(in, where).toDoubles();
        return lines(means, deviations, where, (mean, deviation) -> {
            return new Line(mean, deviation < SMALLEST_DIVISOR ? 1 : deviation);
        });
    }

    private static List<Line> minMax(ByteBuffer in, double low, double high, String where) {
        double[] least = SavedArray.next(in, where).toDoubles();
        double[] most = SavedArray.next(in, where).toDoubles();
        return lines(least, most, where, (min, max) -> to(low, high, min, max, where));
    }

    /** From [min, max] to [low, high]: (x − min) / (max − min) · (high − low) + low. */
    private static Line to(double low, double high, double min, double max, String where) {
        if (!(low < high)) {
            throw new InvalidInputException(where + " scales to the range from " + low + " to " + high);
        }
        double scale = Math.max(max - min, SMALLEST_DIVISOR) / (high - low);
        return new Line(min - low * scale, scale);
    }

    private interface Pair {
        Line line(double first, double second);
    }

    private static List<Line> lines(double[] first, double[] second, String where, Pair pair) {
        if (first.length != second.length) {
            throw new InvalidInputException(
                    where + " has " + first.length + " columns in one array and " + second.length + " in the next");
        }
        if (!Arrays.stream(first).allMatch(Double::isFinite)
                || !Arrays.stream(second).allMatch(Double::isFinite)) {
            throw new InvalidInputException(where + " has a number that is not finite");
        }
        List<Line> lines = IntStream.range(0, first.length)
                .mapToObj(j -> pair.line(first[j], second[j]))
                .toList();
        if (!lines.stream().allMatch(line -> Double.isFinite(line.offset) && Double.isFinite(line.scale))) {
            throw new InvalidInputException(where + " has a range that is beyond float64");
        }
        return lines;
    }
}
