package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Scans of ND4J's primitives, in units of the bounds that the reference allows them. The constants in {@link Functions} and
 * {@link Sigmoids} are right as long as no ratio exceeds 1, and not much too large as long as the largest come near it; both
 * are asserted, and the ratios printed.
 */
class BoundConstantsTest {
    private static final int POINTS = 20_000;

    @BeforeAll
    static void loadNatives() {
        Nd4j.create(1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void sigmoid(Precision precision) {
        double[] z = points(precision, 700);
        scan("sigmoid", precision, Sigmoids.SIGMOID, z, activated(new ActivationSigmoid(), precision, z), 0.4);
        scan(
                "sigmoid'",
                precision,
                Sigmoids.SIGMOID_DERIVATIVE,
                z,
                derived(new ActivationSigmoid(), precision, z),
                0.1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void tanh(Precision precision) {
        double[] z = points(precision, 40);
        scan("tanh", precision, Sigmoids.TANH, z, activated(new ActivationTanH(), precision, z), 0.3);
        scan("tanh'", precision, Sigmoids.TANH_DERIVATIVE, z, derived(new ActivationTanH(), precision, z), 0.1);
    }

    /**
     * Activations that are worked from these: the error of ND4J's value and derivative within the bound that the formulas
     * give. Left out is what ND4J's own defects spoil: constants in float, overflows, ELU's lost α.
     */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void activations(Precision precision) {
        boolean float32 = precision == Precision.FLOAT32;
        double most = float32 ? 40 : 350;
        scan("cube", precision, Activation.of(Kind.CUBE), new ActivationCube(), most);
        scan("elu", precision, Activation.elu(1), new ActivationELU(), most);
        scan("selu", precision, Activation.of(Kind.SELU), new ActivationSELU(), most);
        scan("softsign", precision, Activation.of(Kind.SOFTSIGN), new ActivationSoftSign(), most);
        scan("softplus", precision, Activation.of(Kind.SOFTPLUS), new ActivationSoftPlus(), most);
        scan("rectified-tanh", precision, Activation.of(Kind.RECTIFIED_TANH), new ActivationRectifiedTanh(), most);
        scan("swish", precision, Activation.of(Kind.SWISH), new ActivationSwish(), most);
        scan("mish", precision, Activation.of(Kind.MISH), new ActivationMish(), most / 2);
        if (float32) {
            scan("gelu", precision, Activation.gelu(false), new ActivationGELU(), 20);
            scan("hard-sigmoid", precision, Activation.of(Kind.HARD_SIGMOID), new ActivationHardSigmoid(), most);
            scan("rational-tanh", precision, Activation.of(Kind.RATIONAL_TANH), new ActivationRationalTanh(), most);
            scan("leaky-relu", precision, Activation.leakyRelu(0.3), new ActivationLReLU(0.3), most);
        }
    }

    private static void scan(String name, Precision precision, Activation f, IActivation nd4j, double most) {
        double[] z = points(precision, most);
        for (int k = 0; k < z.length; k++) {
            z[k] = precision.cast(Math.max(-most, Math.min(most, z[k])));
        }
        Matrix row = Matrix.of(1, z.length, z);
        Worked.Function function = Worked.Function.of(f);
        within(name, precision, function::value, row, activated(nd4j, precision, z));
        within(name + "'", precision, function::derivative, row, derived(nd4j, precision, z));
    }

    private static void within(
            String name, Precision precision, UnaryOperator<Rounded> formula, Matrix z, double[] actual) {
        Rounded bound = formula.apply(Rounded.exact(z, Rounding.of(precision, Dl4j.ACCURACY)));
        Rounded truth = formula.apply(Rounded.exact(z, Rounding.TRUTH));
        double worst = 0;
        for (int k = 0; k < actual.length; k++) {
            double error = truth.distance(k, actual[k]);
            worst = Math.max(worst, error == 0 ? 0 : error / bound.error(k));
        }
        report(name, precision, worst);
        assertThat(worst).as(name).isLessThan(1.0);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void exp(Precision precision) {
        double[] z = points(precision, precision == Precision.FLOAT32 ? 80 : 700);
        scan("exp", precision, Functions.EXP, z, array(precision, z, x -> Transforms.exp(x)), 0.1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void log(Precision precision) {
        double[] a = points(precision, 80);
        for (int k = 0; k < a.length; k++) {
            a[k] = precision.cast(Math.exp(-Math.abs(a[k])));
        }
        scan("ln", precision, Functions.LOG, a, array(precision, a, x -> Transforms.log(x)), 0.2);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void sqrt(Precision precision) {
        double[] z = points(precision, 1e6);
        for (int k = 0; k < z.length; k++) {
            z[k] = Math.abs(z[k]);
        }
        scan("sqrt", precision, Functions.SQRT, z, array(precision, z, x -> Transforms.sqrt(x)), 0.5);
    }

    /** The root of a sum of squares, as the rule for the cosine has it. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void norm(Precision precision) {
        double[] z = points(precision, 1e3);
        int width = 20;
        double[] actual = Nd4j.create(z)
                .castTo(type(precision))
                .reshape(z.length / width, width)
                .norm2(1)
                .toDoubleVector();
        Matrix rows = Matrix.of(z.length / width, width, z);
        Rounded bound = norm(Rounded.exact(rows, Rounding.of(precision, Dl4j.ACCURACY)));
        Rounded truth = norm(Rounded.exact(rows, Rounding.TRUTH));
        double worst = 0;
        for (int k = 0; k < actual.length; k++) {
            worst = Math.max(worst, truth.distance(k, actual[k]) / bound.error(k));
        }
        report("norm2", precision, worst);
        assertThat(worst).isBetween(0.02, 1.0);
    }

    private static Rounded norm(Rounded rows) {
        return rows.hadamard(rows).rowSums().map(Functions.SQRT);
    }

    /** βᵗ, as Adam needs it. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void power(Precision precision) {
        double worst = 0;
        for (int t : new int[] {1, 2, 3, 7, 10, 64, 99, 1000}) {
            double[] x =
                    new Random(t).doubles(2000, 0.5, 1).map(precision::cast).toArray();
            double[] actual = array(precision, x, a -> Transforms.pow(a, t));
            for (int k = 0; k < x.length; k++) {
                Rounded exponent = Rounded.constant(t, Rounding.of(precision, Dl4j.ACCURACY));
                Rounded bound =
                        Power.of(Rounded.exact(Matrix.of(1, 1, x[k]), Rounding.of(precision, Dl4j.ACCURACY)), exponent);
                DD exact = DD.of(x[k]).pow(t);
                double error = Math.abs((actual[k] - exact.hi()) - exact.lo());
                worst = Math.max(worst, error == 0 ? 0 : error / bound.error(0));
            }
        }
        report("power", precision, worst);
        assertThat(worst).isBetween(0.05, 1.0);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void softmax(Precision precision) {
        Random random = new Random(5);
        double worst = 0;
        for (int round = 0; round < 300; round++) {
            int width = 2 + random.nextInt(30);
            double scale = Math.pow(10, -2 + 4 * random.nextDouble());
            double[] z =
                    random.doubles(width, -scale, scale).map(precision::cast).toArray();
            INDArray row = Nd4j.create(z).castTo(type(precision)).reshape(1, width);
            double[] actual = new ActivationSoftmax().getActivation(row, true).toDoubleVector();
            Matrix exactZ = Matrix.of(1, width, z);
            Rounded bound = Softmax.of(Rounded.exact(exactZ, Rounding.of(precision, Dl4j.ACCURACY)));
            Rounded truth = Softmax.of(Rounded.exact(exactZ, Rounding.TRUTH));
            for (int k = 0; k < width; k++) {
                worst = Math.max(worst, truth.distance(k, actual[k]) / bound.error(k));
            }
        }
        report("softmax", precision, worst);
        assertThat(worst).isBetween(0.05, 1.0);
    }

    private static void scan(
            String name, Precision precision, ScalarFunction f, double[] z, double[] actual, double atLeast) {
        double worst = 0;
        for (int k = 0; k < z.length; k++) {
            DD exact = f.at(DD.of(z[k]));
            double error = Math.abs((actual[k] - exact.hi()) - exact.lo());
            double bound = f.evaluationError(z[k], exact.hi(), precision.unitRoundoff(), Dl4j.ACCURACY)
                    + precision.smallestNormal();
            worst = Math.max(worst, error / bound);
        }
        report(name, precision, worst);
        assertThat(worst).as(name).isBetween(atLeast, 1.0);
    }

    private static void report(String name, Precision precision, double worst) {
        System.out.printf(
                Locale.ROOT, "%s in %s: largest error of ND4J / bound %.3f%n", name, precision.label(), worst);
    }

    /** Half of the points are spread evenly, half over the magnitudes down to 1e-10. */
    private static double[] points(Precision precision, double largest) {
        Random random = new Random(11);
        double[] z = new double[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double even = (2 * random.nextDouble() - 1) * Math.min(largest, 30);
            double magnitude = largest * Math.pow(10, -12 * random.nextDouble());
            z[k] = precision.cast(k % 2 == 0 ? even : random.nextBoolean() ? magnitude : -magnitude);
        }
        return z;
    }

    private static double[] activated(IActivation activation, Precision precision, double[] z) {
        return array(precision, z, x -> activation.getActivation(x, true));
    }

    private static double[] derived(IActivation activation, Precision precision, double[] z) {
        return array(
                precision,
                z,
                x -> activation
                        .backprop(x, Nd4j.ones(type(precision), x.shape()))
                        .getFirst());
    }

    private static double[] array(Precision precision, double[] z, UnaryOperator<INDArray> function) {
        INDArray x = Nd4j.create(z).castTo(type(precision)).reshape(1, z.length);
        return function.apply(x).toDoubleVector();
    }

    private static DataType type(Precision precision) {
        return precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
    }
}
