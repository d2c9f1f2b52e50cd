package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One step of gradient descent in loops over decimals of 120 digits, as a textbook has it. What is smaller than 10⁻⁹⁰ is 0, so
 * that thirds that add up to 1 do.
 */
final class PlainDecimals {
    private static final MathContext DIGITS = new MathContext(120);
    private static final BigDecimal ZERO = BigDecimal.ZERO;
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal NOTHING = new BigDecimal("1e-90");

    private final Network network;
    private final BigDecimal[][] y;
    private final BigDecimal rate;
    private final BigDecimal l1;
    private final Map<String, BigDecimal[][]> steps = new LinkedHashMap<>();

    private PlainDecimals(Network network, Batch batch, double rate, double l1) {
        this.network = network;
        this.y = decimals(batch.labels());
        this.rate = new BigDecimal(Double.toString(rate));
        this.l1 = new BigDecimal(Double.toString(l1));
        steps.put("A0", decimals(batch.features()));
    }

    static Map<String, BigDecimal[][]> steps(Network network, Batch batch, double rate, double l1) {
        PlainDecimals plain = new PlainDecimals(network, batch, rate, l1);
        plain.forward();
        plain.backward();
        plain.steps.remove("A0");
        return plain.steps;
    }

    private static BigDecimal[][] decimals(Matrix matrix) {
        BigDecimal[][] rows = new BigDecimal[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                rows[i][j] = matrix.decimal(i * matrix.columns() + j).orElseThrow();
            }
        }
        return rows;
    }

    private void forward() {
        for (int l = 1; l <= network.depth(); l++) {
            BigDecimal[][] a = steps.get("A" + (l - 1));
            BigDecimal[][] w = decimals(network.layer(l).weights().orElseThrow());
            BigDecimal[][] b = decimals(network.layer(l).biases().orElseThrow());
            BigDecimal[][] z = new BigDecimal[a.length][w[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < w[0].length; j++) {
                    BigDecimal sum = b[0][j];
                    for (int k = 0; k < w.length; k++) {
                        sum = sum.add(a[i][k].multiply(w[k][j], DIGITS), DIGITS);
                    }
                    z[i][j] = clean(sum);
                }
            }
            Layer layer = network.layer(l);
            steps.put("Z" + l, z);
            steps.put("A" + l, rows(z, row -> value(layer.activation(), row)));
        }
        BigDecimal[][] a = steps.get("A" + network.depth());
        BigDecimal sum = ZERO;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                sum = sum.add(loss(a[i][j], y[i][j]), DIGITS);
            }
        }
        steps.put("loss", new BigDecimal[][] {{over(sum, BigDecimal.valueOf(divisor()))}});
    }

    private long divisor() {
        return switch (network.loss().kind()) {
            case MSE, MEAN_ABSOLUTE_ERROR -> (long) y.length * y[0].length;
            default -> y.length;
        };
    }

    private void backward() {
        int last = network.depth();
        BigDecimal[][] a = steps.get("A" + last);
        BigDecimal[][] dA = new BigDecimal[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                dA[i][j] = over(lossSlope(a[i][j], y[i][j]), BigDecimal.valueOf(divisor()));
            }
        }
        Map<String, BigDecimal[][]> next = new LinkedHashMap<>();
        for (int l = last; l >= 1; l--) {
            Activation f = network.layer(l).activation();
            BigDecimal[][] z = steps.get("Z" + l);
            BigDecimal[][] dZ = new BigDecimal[z.length][];
            for (int i = 0; i < z.length; i++) {
                dZ[i] = back(f, z[i], dA[i]);
            }
            steps.put("dA" + l, dA);
            steps.put("dZ" + l, dZ);
            BigDecimal[][] dW = product(transposed(steps.get("A" + (l - 1))), dZ);
            BigDecimal[][] ones = new BigDecimal[1][z.length];
            java.util.Arrays.fill(ones[0], ONE);
            BigDecimal[][] db = product(ones, dZ);
            BigDecimal[][] w = decimals(network.layer(l).weights().orElseThrow());
            steps.put("dW" + l, dW);
            steps.put("db" + l, db);
            next.put("W" + l + ".next", updated(w, dW, l1));
            next.put(
                    "b" + l + ".next",
                    updated(decimals(network.layer(l).biases().orElseThrow()), db, ZERO));
            dA = product(dZ, transposed(w));
        }
        steps.putAll(next);
    }

    private BigDecimal[][] updated(BigDecimal[][] p, BigDecimal[][] gradient, BigDecimal pull) {
        BigDecimal[][] next = new BigDecimal[p.length][p[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[i].length; j++) {
                BigDecimal g = gradient[i][j].add(pull.multiply(BigDecimal.valueOf(p[i][j].signum())));
                next[i][j] = clean(p[i][j].subtract(rate.multiply(g), DIGITS));
            }
        }
        return next;
    }

    private BigDecimal loss(BigDecimal a, BigDecimal y) {
        BigDecimal off = clean(a.subtract(y));
        BigDecimal margin = clean(ONE.subtract(y.multiply(a), DIGITS)).max(ZERO);
        return switch (network.loss().kind()) {
            case MSE, L2 -> off.multiply(off);
            case L1, MEAN_ABSOLUTE_ERROR -> off.abs();
            case HINGE -> margin;
            case SQUARED_HINGE -> margin.multiply(margin);
            case MCXENT -> y.signum() == 0 ? ZERO : y.multiply(ln(a)).negate();
            case XENT ->
                (y.signum() == 0 ? ZERO : y.multiply(ln(a)))
                        .add(y.equals(ONE) ? ZERO : ONE.subtract(y).multiply(ln(ONE.subtract(a))))
                        .negate();
            default -> throw new IllegalArgumentException();
        };
    }

    private BigDecimal lossSlope(BigDecimal a, BigDecimal y) {
        BigDecimal off = clean(a.subtract(y));
        BigDecimal margin = clean(ONE.subtract(y.multiply(a), DIGITS));
        return switch (network.loss().kind()) {
            case MSE, L2 -> TWO.multiply(off);
            case L1, MEAN_ABSOLUTE_ERROR -> BigDecimal.valueOf(off.signum());
            case HINGE -> margin.signum() > 0 ? y.negate() : ZERO;
            case SQUARED_HINGE ->
                margin.signum() > 0 ? TWO.multiply(y).multiply(margin).negate() : ZERO;
            case MCXENT -> over(y, a).negate();
            case XENT -> over(off, a.multiply(ONE.subtract(a)));
            default -> throw new IllegalArgumentException();
        };
    }

    private static BigDecimal[] value(Activation f, BigDecimal[] z) {
        if (f.kind() == Activation.Kind.SOFTMAX) {
            BigDecimal[] e = map(z, PlainDecimals::exp);
            BigDecimal sum = ZERO;
            for (BigDecimal each : e) {
                sum = sum.add(each, DIGITS);
            }
            BigDecimal total = sum;
            return map(e, each -> over(each, total));
        }
        return map(z, x -> clean(value(f, x)));
    }

    private static BigDecimal value(Activation f, BigDecimal z) {
        boolean positive = z.signum() > 0;
        return switch (f.kind()) {
            case IDENTITY -> z;
            case RELU -> z.max(ZERO);
            case RELU6 -> z.max(ZERO).min(BigDecimal.valueOf(6));
            case LEAKY_RELU -> positive ? z : z.multiply(parameter(f));
            case THRESHOLDED_RELU -> z.compareTo(parameter(f)) > 0 ? z : ZERO;
            case HARD_TANH -> z.max(ONE.negate()).min(ONE);
            case HARD_SIGMOID ->
                z.multiply(new BigDecimal("0.2"))
                        .add(new BigDecimal("0.5"))
                        .max(ZERO)
                        .min(ONE);
            case ELU -> positive ? z : parameter(f).multiply(exp(z).subtract(ONE), DIGITS);
            case SIGMOID -> sigmoid(z);
            case TANH -> TWO.multiply(sigmoid(TWO.multiply(z))).subtract(ONE);
            case SOFTPLUS -> ln(ONE.add(exp(z)));
            case CUBE -> z.pow(3, DIGITS);
            case SOFTSIGN -> over(z, ONE.add(z.abs()));
            case SWISH -> z.multiply(sigmoid(z), DIGITS);
            default -> throw new IllegalArgumentException(f.label());
        };
    }

    private static BigDecimal[] back(Activation f, BigDecimal[] z, BigDecimal[] dA) {
        BigDecimal[] dZ = new BigDecimal[z.length];
        if (f.kind() == Activation.Kind.SOFTMAX) {
            BigDecimal[] a = value(f, z);
            BigDecimal inner = ZERO;
            for (int j = 0; j < z.length; j++) {
                inner = inner.add(a[j].multiply(dA[j], DIGITS), DIGITS);
            }
            for (int j = 0; j < z.length; j++) {
                dZ[j] = clean(a[j].multiply(dA[j].subtract(inner, DIGITS), DIGITS));
            }
            return dZ;
        }
        for (int j = 0; j < z.length; j++) {
            dZ[j] = clean(dA[j].multiply(slope(f, z[j]), DIGITS));
        }
        return dZ;
    }

    /** Where it has none, the convention. */
    private static BigDecimal slope(Activation f, BigDecimal z) {
        boolean positive = z.signum() > 0;
        return switch (f.kind()) {
            case IDENTITY -> ONE;
            case RELU -> positive ? ONE : ZERO;
            case RELU6 -> positive && z.compareTo(BigDecimal.valueOf(6)) < 0 ? ONE : ZERO;
            case LEAKY_RELU -> z.signum() >= 0 ? ONE : parameter(f);
            case THRESHOLDED_RELU -> z.compareTo(parameter(f)) > 0 ? ONE : ZERO;
            case HARD_TANH -> z.abs().compareTo(ONE) <= 0 ? ONE : ZERO;
            case HARD_SIGMOID -> z.abs().compareTo(new BigDecimal("2.5")) <= 0 ? new BigDecimal("0.2") : ZERO;
            case ELU -> z.signum() >= 0 ? ONE : parameter(f).multiply(exp(z), DIGITS);
            case SIGMOID -> sigmoid(z).multiply(sigmoid(z.negate()), DIGITS);
            case TANH -> ONE.subtract(value(f, z).pow(2, DIGITS), DIGITS);
            case SOFTPLUS -> sigmoid(z);
            case CUBE -> BigDecimal.valueOf(3).multiply(z.pow(2, DIGITS));
            case SOFTSIGN -> over(ONE, ONE.add(z.abs()).pow(2, DIGITS));
            case SWISH -> sigmoid(z).multiply(ONE.add(z.multiply(sigmoid(z.negate()), DIGITS)), DIGITS);
            default -> throw new IllegalArgumentException(f.label());
        };
    }

    private static BigDecimal parameter(Activation f) {
        return new BigDecimal(Double.toString(f.parameter(0)));
    }

    private static BigDecimal sigmoid(BigDecimal z) {
        return over(ONE, ONE.add(exp(z.negate()), DIGITS));
    }

    /** Taylor's series of a 2⁻ⁿth, squared n times. */
    private static BigDecimal exp(BigDecimal z) {
        BigDecimal x = z.round(DIGITS);
        int halvings = 0;
        while (x.abs().compareTo(new BigDecimal("0.01")) > 0) {
            x = x.divide(TWO, DIGITS);
            halvings++;
        }
        BigDecimal sum = ONE;
        BigDecimal term = ONE;
        for (int n = 1; n < 70; n++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int n = 0; n < halvings; n++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** Newton's iteration on eʸ = x. */
    private static BigDecimal ln(BigDecimal x) {
        BigDecimal y = BigDecimal.valueOf(Math.log(x.doubleValue()));
        for (int n = 0; n < 4; n++) {
            BigDecimal e = exp(y);
            y = y.add(TWO.multiply(x.subtract(e, DIGITS)).divide(x.add(e, DIGITS), DIGITS), DIGITS);
        }
        return y;
    }

    private static BigDecimal over(BigDecimal a, BigDecimal b) {
        return clean(a.divide(b, DIGITS));
    }

    private static BigDecimal clean(BigDecimal x) {
        return x.abs().compareTo(NOTHING) < 0 ? ZERO : x.round(DIGITS);
    }

    private static BigDecimal[] map(BigDecimal[] row, UnaryOperator<BigDecimal> f) {
        return java.util.Arrays.stream(row).map(f).toArray(BigDecimal[]::new);
    }

    private static BigDecimal[][] rows(BigDecimal[][] rows, UnaryOperator<BigDecimal[]> f) {
        return java.util.Arrays.stream(rows).map(f).toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[][] transposed(BigDecimal[][] m) {
        BigDecimal[][] t = new BigDecimal[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    private static BigDecimal[][] product(BigDecimal[][] a, BigDecimal[][] b) {
        BigDecimal[][] product = new BigDecimal[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                BigDecimal sum = ZERO;
                for (int k = 0; k < b.length; k++) {
                    sum = sum.add(a[i][k].multiply(b[k][j], DIGITS), DIGITS);
                }
                product[i][j] = clean(sum);
            }
        }
        return product;
    }
}
