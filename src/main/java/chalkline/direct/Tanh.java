package chalkline.direct;

/** The hyperbolic tangent of whole arrays. */
final class Tanh {
    /** From here on tanh is 1 in float, but for its last digit. */
    private static final float LARGEST = 7.9053111f;

    private Tanh() {}

    /** By a rational function, odd, of degree 13 over 6, fitted on ±7.9, to within 7 units of roundoff of 1: compiled to vectors. */
    static void of(float[] z, float[] a, int n) {
        for (int k = 0; k < n; k++) {
            float x = Math.max(-LARGEST, Math.min(LARGEST, z[k]));
            float s = x * x;
            float p = -2.76076847742355e-16f * s + 2.00018790482477e-13f;
            p = p * s - 8.60467152213735e-11f;
            p = p * s + 5.12229709037114e-08f;
            p = p * s + 1.48572235717979e-05f;
            p = p * s + 6.37261928875436e-04f;
            p = p * s + 4.89352455891786e-03f;
            float q = 1.19825839466702e-06f * s + 1.18534705686654e-04f;
            q = q * s + 2.26843463243900e-03f;
            q = q * s + 4.89352518554385e-03f;
            a[k] = Math.max(-1, Math.min(1, x * p / q));
        }
    }

    static void of(double[] z, double[] a, int n) {
        for (int k = 0; k < n; k++) {
            a[k] = Math.tanh(z[k]);
        }
    }
}
