package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Worksheet;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import chalkline.reference.Rounded;
import chalkline.report.DerivationDocument.Format;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DerivationDocumentTest {
    private static final Map<StepId, Matrix> WORKSHEET = Map.of(
            StepId.of("W1"),
            Worksheet.W1,
            StepId.of("b1"),
            Worksheet.B1,
            StepId.of("W2"),
            Worksheet.W2,
            StepId.of("b2"),
            Worksheet.B2);

    /** Two inputs, two hidden units, three classes, three examples. */
    private static final Network CLASSES = Network.sequence(
            "classes",
            1,
            Precision.FLOAT64,
            List.of(
                    layer(2, 2, Activation.TANH, ".5 -.25 1 .75", "0 .5"),
                    layer(2, 3, Activation.SOFTMAX, "1 0 -1 .5 .25 0", "0 0 .125")),
            Loss.MCXENT,
            Updater.sgd(0.5));

    private static Layer layer(int inputs, int units, Activation activation, String w, String b) {
        return Layer.dense(
                inputs,
                units,
                activation,
                Initialiser.XAVIER,
                Optional.of(Worksheet.decimals(inputs, units, w)),
                Optional.of(Worksheet.decimals(1, units, b)));
    }

    private static Batch batch(String x, String y) {
        return new Batch(
                Worksheet.decimals(3, 2, x),
                Worksheet.decimals(3, 3, y),
                List.of("width", "height"),
                List.of("a", "b", "c"));
    }

    private static Exercise step(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        return new Exercise(network, batch, parameters);
    }

    private static Exercise given(Network network, Batch batch) {
        return step(network, batch, new RandomNetworks.Case(network, batch).parameters());
    }

    private static String worksheet(Format format) {
        return DerivationDocument.of(
                step(Worksheet.network(Precision.FLOAT64), Worksheet.batch(), WORKSHEET), Notation.WX_PLUS_B, format);
    }

    private static String text(Exercise step, Notation notation) {
        return DerivationDocument.of(step, notation, Format.TEXT);
    }

    @ParameterizedTest
    @CsvSource({"TEXT, txt", "MARKDOWN, md", "LATEX, tex"})
    void theWorksheetAsItWasLookedAt(Format format, String ending) throws IOException {
        assertThat(worksheet(format)).isEqualTo(resource("/golden/assignment-01.derivation." + ending));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DerivationDocumentTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theWorksheetsLastDigitsAreWhereTheDerivativeIs() {
        assertThat(worksheet(Format.TEXT)).contains("""
                dZ2 = dA2 sigmoid'(Z2)

                  sigmoid'(Z2) = sigmoid(Z2)(1 - sigmoid(Z2)) = A2(1 - A2)
                               = 0.99999998871735(1 - 0.999999988717353631801)
                               = 0.99999998871735·1.1282646368199e-8
                               = 1.12826462409e-8

                dZ2 = -34.000000022565·1.12826462409e-8
                    = -3.8360997244521e-7
                """);
        assertThat(worksheet(Format.LATEX))
                .contains("\\sigma'(Z_2) &= \\sigma(Z_2) \\circ (1 - \\sigma(Z_2)) = A_2 \\circ (1 - A_2) \\\\")
                .contains("&= 0.99999998871735 \\cdot 1.1282646368199 \\cdot 10^{-8} \\\\")
                .contains("dZ_2 &= -34.000000022565 \\cdot 1.12826462409 \\cdot 10^{-8} \\\\");
    }

    @Test
    void everyLineOfArithmeticComesToItsResult() {
        int lines = 0;
        for (Exercise step : readable()) {
            for (Notation notation : Notation.values()) {
                for (List<String> chain : ArithmeticLines.of(text(step, notation))) {
                    BigDecimal result = ArithmeticLines.value(chain.get(chain.size() - 1));
                    for (String arithmetic : chain) {
                        lines++;
                        assertThat(ArithmeticLines.value(arithmetic)
                                        .subtract(result)
                                        .abs())
                                .as("%s of %s: %s", notation, step.network().name(), chain)
                                .isLessThanOrEqualTo(allowed(result));
                    }
                }
            }
        }
        assertThat(lines).isGreaterThan(2000);
    }

    /** Terms of 14 digits that cancel exactly, as behind the normalised sums of a single input, leave some of their last. */
    private static BigDecimal allowed(BigDecimal result) {
        return result.signum() == 0 ? new BigDecimal("1e-13") : result.abs().multiply(new BigDecimal("1e-10"));
    }

    /** The worksheet, a classification, and small random networks with every loss and activation. */
    private static List<Exercise> readable() {
        List<Exercise> steps = new ArrayList<>();
        steps.add(step(Worksheet.network(Precision.FLOAT64), Worksheet.batch(), WORKSHEET));
        steps.add(given(CLASSES, batch("1 2 -1 .5 0 3", "1 0 0 0 0 1 0 1 0")));
        Set<Object> seen = new HashSet<>();
        int all = Loss.Kind.values().length + Activation.Kind.values().length;
        for (int seed = 0; seed < 30_000 && seen.size() < all; seed++) {
            RandomNetworks.Case each = RandomNetworks.of(seed, Precision.FLOAT64);
            Network network = each.network();
            Set<Object> kinds = new HashSet<>();
            kinds.add(network.loss().kind());
            network.layers().forEach(layer -> kinds.add(layer.activation().kind()));
            boolean small = each.batch().size() <= 3
                    && network.layers().stream().allMatch(layer -> layer.inputs() <= 5 && layer.units() <= 5);
            if (small && isOrdinary(each) && seen.addAll(kinds)) {
                steps.add(step(network, each.batch(), each.parameters()));
            }
        }
        return steps;
    }

    /** Every number is one, with digits that are right, and no gradient is 0, whose norm nobody divides by on paper. */
    private static boolean isOrdinary(RandomNetworks.Case each) {
        return Derivation.of(each.network()).truth(each.batch(), each.parameters()).entrySet().stream()
                .allMatch(step -> isOrdinary(step.getKey(), step.getValue()));
    }

    private static boolean isKnown(Rounded step, int k) {
        return step.value(k) == 0 || Math.abs(step.value(k)) > 1e6 * step.error(k);
    }

    private static boolean isOrdinary(StepId id, Rounded step) {
        return IntStream.range(0, step.size()).allMatch(k -> Double.isFinite(step.value(k)) && isKnown(step, k))
                && (!id.isGradient() || IntStream.range(0, step.size()).anyMatch(k -> step.value(k) != 0));
    }

    @Test
    void theRandomNetworksCoverEveryLossAndActivation() {
        assertThat(readable().stream().map(step -> step.network().loss().kind()))
                .contains(Loss.Kind.values());
        assertThat(readable().stream()
                        .flatMap(step -> step.network().layers().stream())
                        .map(layer -> layer.activation().kind()))
                .contains(Activation.Kind.values());
    }

    @Test
    void softmaxOfABatchIsFused() {
        String text = text(given(CLASSES, batch("1 2 -1 .5 0 3", "1 0 0 0 0 1 0 1 0")), Notation.WX_PLUS_B);
        assertThat(text)
                .contains("""
                        One step of gradient descent on 3 examples: from width, height to a, b, c. Examples are columns, and
                        a row of W is a unit; b is added to every example.
                        """)
                .contains("""
                        Z1 = W1 X + b1

                           = [  0.5     1] [1   -1  0] + [  0]
                             [-0.25  0.75] [2  0.5  3]   [0.5]

                           entry (1, 1): 0.5·1 + 1·2 + 0 = 0.5 + 2 + 0 = 2.5
                           entry (1, 2): 0.5(-1) + 1·0.5 + 0 = -0.5 + 0.5 + 0 = 0
                        """)
                .contains("A2 = softmax(Z2) = e^Z2 / (sum of e^Z2 over units)\n")
                .contains("loss = -sum y ln A2 / 3\n")
                .contains("dZ2 = (A2 - y) / 3\n")
                .contains("db2 = sum of dZ2 over examples\n")
                .doesNotContain("dA2");
    }

    @Test
    void labelsThatDoNotAddUpToOneGoOverTheGradientOfTheOutputs() {
        assertThat(text(given(CLASSES, batch("1 2 -1 .5 0 3", "1 0 0 0 0 .5 0 1 0")), Notation.WX_PLUS_B))
                .contains("dA2 = -y / A2 / 3\n")
                .contains("dZ2 = dA2 softmax'(Z2) = A2(dA2 - sum of dA2 A2 over units)\n");
    }

    @Test
    void rowsAreExamplesInTheOtherNotation() {
        assertThat(text(given(CLASSES, batch("1 2 -1 .5 0 3", "1 0 0 0 0 1 0 1 0")), Notation.XW_PLUS_B))
                .contains("""
                        One step of gradient descent on 3 examples: from width, height to a, b, c. Examples are rows, and a
                        column of W is a unit; b is added to every example.
                        """)
                .contains("""
                        Z1 = X W1 + b1

                             [ 1    2]
                           = [-1  0.5] [0.5  -0.25] + [0  0.5]
                             [ 0    3] [  1   0.75]

                           entry (1, 1): 1·0.5 + 2·1 + 0 = 0.5 + 2 + 0 = 2.5
                        """)
                .contains("dW1 = X^T dZ1\n")
                .contains("dA1 = dZ2 W2^T\n");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsBeyondAllDoublesIsANumber(Format format) {
        assertThat(ofThree("1e308", "100 100 100", Loss.L2, format))
                .noneMatch(line -> line.contains("NaN") || line.contains("Infinity") || line.contains("\\infty"))
                .anyMatch(line -> line.contains("621"));
    }

    /** ln(1 + A2) of A2 < −1. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void whatHasNoNumberIsWrittenAsWhatItIs(Format format) {
        Loss loss = new Loss(Loss.Kind.MEAN_SQUARED_LOGARITHMIC_ERROR);
        String number = format == Format.TEXT ? "NaN" : "\\text{NaN}";
        assertThat(ofThree("1", "-100 -100 -100", loss, format)).anyMatch(line -> line.contains(number));
    }

    private static List<String> ofThree(String x, String weights, Loss loss, Format format) {
        Batch batch = new Batch(
                Worksheet.decimals(1, 3, x + " " + x + " " + x),
                Worksheet.decimals(1, 1, x),
                List.of("x1", "x2", "x3"),
                List.of("y"));
        Network network = Worksheet.network(Precision.FLOAT64);
        Layer wide = layer(3, 1, Activation.IDENTITY, weights, "0");
        Exercise step = given(
                Network.sequence("n", 1, Precision.FLOAT64, List.of(network.layer(1), wide), loss, network.updater()),
                batch);
        return DerivationDocument.of(step, Notation.WX_PLUS_B, format).lines().toList();
    }

    @Test
    void aLargeNetworkIsSummarised() {
        int inputs = 100;
        double[] ones = IntStream.range(0, inputs).mapToDouble(k -> 1 + k).toArray();
        double[] weights = IntStream.range(0, 2 * inputs)
                .mapToDouble(k -> k % 2 == 0 ? 0.5 : 0.25)
                .toArray();
        Network network = Network.sequence(
                "wide",
                1,
                Precision.FLOAT64,
                List.of(Layer.dense(
                        inputs, 2, Activation.IDENTITY, Initialiser.XAVIER, Optional.empty(), Optional.empty())),
                Loss.L2,
                Updater.sgd(0.5));
        List<String> names =
                IntStream.rangeClosed(1, inputs).mapToObj(k -> "x" + k).toList();
        Batch batch = new Batch(Matrix.of(1, inputs, ones), Matrix.of(1, 2, 25, 12), names, List.of("y1", "y2"));
        Exercise wide = step(
                network,
                batch,
                Map.of(StepId.of("W1"), Matrix.of(inputs, 2, weights), StepId.of("b1"), Matrix.of(1, 2, 0, 0)));
        String text = text(wide, Notation.XW_PLUS_B);
        assertThat(text)
                .contains("from x1, x2, x3, x4, x5, x6 and 94 more to y1, y2.")
                .contains("Not given, but drawn from the seed or started from 0: W1, b1.")
                .contains(
                        "The matrices are too large to read: every step has its formula, its shapes, its largest entry,")
                .contains("""
                        Z1 = X W1 + b1
                           X is 1×100, W1 is 100×2, b1 is 1×2; Z1 is 1×2, its largest entry (1, 1) 2525
                           entry 1: 1·0.5 + 2·0.5 + 3·0.5 + ... + 100·0.5 + 0 = 0.5 + 1 + 1.5 + ... + 50 + 0 = 2525
                        """)
                .contains("""
                        W1.next = W1 - 0.5 dW1
                                W1 is 100×2, dW1 is 100×2; W1.next is 100×2, its largest entry (100, 1) -249999.5
                                entry (100, 1): 0.5 - 0.5·500000 = 0.5 - 250000 = -249999.5
                        """);
        assertThat(text.lines())
                .hasSizeLessThan(70)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(DerivationDocument.of(wide, Notation.XW_PLUS_B, Format.LATEX))
                .contains("X is 1$\\times$100, W1 is 100$\\times$2, b1 is 1$\\times$2; Z1 is 1$\\times$2, its largest")
                .contains("1 \\cdot 0.5 + 2 \\cdot 0.5 + 3 \\cdot 0.5 + \\cdots + 100 \\cdot 0.5 + 0");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void namesReadAsThemselves(Format format) {
        Network plain = Worksheet.network(Precision.FLOAT64);
        String hostile = "a_b%c$d$\\input{x}`e`<i>&#~^|é世--\n";
        Network network = Network.sequence(
                hostile, plain.seed(), plain.precision(), plain.layers(), plain.loss(), plain.updater());
        Batch batch = new Batch(
                Worksheet.batch().features(),
                Worksheet.batch().labels(),
                List.of("$1", "2_3", "\u202ex"),
                List.of("\\"));
        String document = DerivationDocument.of(step(network, batch, WORKSHEET), Notation.WX_PLUS_B, format);
        String title = "The derivation of a";
        assertThat(document.lines())
                .contains(
                        switch (format) {
                            case TEXT -> title + "_b%c$d$\\input{x}`e`<i>&#~^|é世--�";
                            case MARKDOWN ->
                                "# " + title
                                        + "\\_b%c<span>$</span>d<span>$</span>\\\\input\\{x\\}\\`e\\`&lt;i&gt;&amp;\\#\\~^\\|é世--�";
                            case LATEX ->
                                "\\section*{" + title
                                        + "\\_b\\%c\\$d\\$\\textbackslash{}input\\{x\\}\\textasciigrave{}e"
                                        + "\\textasciigrave{}$<$i$>$\\&\\#\\textasciitilde{}\\textasciicircum{}$|$é(U+4E16)-{}-(U+FFFD)}";
                        });
        assertThat(document)
                .contains(
                        switch (format) {
                            case TEXT -> "from $1, 2_3, �x to \\.";
                            case MARKDOWN -> "from <span>$</span>1, 2\\_3, �x to \\\\.";
                            case LATEX -> "from \\$1, 2\\_3, (U+FFFD)x to \\textbackslash{}.";
                        });
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theFormatIsTheFilesEnding(Format format) {
        String ending = switch (format) {
            case MARKDOWN -> "md";
            case LATEX -> "tex";
            case TEXT -> "txt";
        };
        assertThat(Format.of(Path.of("some.dir/derivation." + ending))).contains(format);
        assertThat(Format.of(Path.of("some." + ending + "/derivation.pdf"))).isEmpty();
    }
}
