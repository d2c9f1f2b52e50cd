package chalkline.bench;

import chalkline.network.Batch;
import chalkline.network.Matrix;

/** The limit of workload (a): the step of a ReLU layer and one sigmoid unit on one row, squared error and SGD, written out. */
final class BareLoop {
    private static final float RATE = 0.1f;

    private final int inputs;
    private final int units;
    private final float[] x;
    private final float y;
    private final float[] w1;
    private final float[] b1;
    private final float[] w2;
    private final float[] a1;
    private float b2;

    BareLoop(Batch batch, Matrix first, Matrix second) {
        this.inputs = first.rows();
        this.units = first.columns();
        this.x = Workload.floats(batch.features());
        this.y = (float) batch.labels().get(0);
        this.w1 = Workload.floats(first);
        this.w2 = Workload.floats(second);
        this.b1 = new float[units];
        this.a1 = new float[units];
    }

    void fit() {
        float z2 = b2;
        for (int j = 0; j < units; j++) {
            float z = b1[j];
            for (int i = 0; i < inputs; i++) {
                z += x[i] * w1[i * units + j];
            }
            a1[j] = Math.max(z, 0);
            z2 += a1[j] * w2[j];
        }
        float a2 = 1 / (1 + (float) Math.exp(-z2));
        float d2 = 2 * (a2 - y) * a2 * (1 - a2);
        for (int j = 0; j < units; j++) {
            float d1 = a1[j] > 0 ? d2 * w2[j] : 0;
            w2[j] -= RATE * d2 * a1[j];
            b1[j] -= RATE * d1;
            for (int i = 0; i < inputs; i++) {
                w1[i * units + j] -= RATE * d1 * x[i];
            }
        }
        b2 -= RATE * d2;
    }
}
