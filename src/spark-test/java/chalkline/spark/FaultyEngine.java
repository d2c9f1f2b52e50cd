package chalkline.spark;

import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import chalkline.training.Engine;
import chalkline.training.GradientSum;
import chalkline.training.Model;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Deeplearning4j, but a loaded model adds a little to one entry of W2's gradient where it sees a certain row. */
final class FaultyEngine {
    private static final double FAULT = 1e-4;

    private FaultyEngine() {}

    /** @param row the features of the row that is not taken well */
    static Engine make(double... row) {
        Dl4j sound = new Dl4j();
        return proxy(Engine.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(sound, arguments));
            return result instanceof Engine.Loaded loaded
                    ? new Engine.Loaded(
                            faulty(loaded.model(), row), loaded.entries(), loaded.scaling(), loaded.findings())
                    : result;
        });
    }

    private static Model faulty(Model sound, double... row) {
        return proxy(Model.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(sound, arguments));
            return result instanceof GradientSum sum && has((Batch) arguments[0], row) ? faulty(sum) : result;
        });
    }

    private static boolean has(Batch batch, double... row) {
        return IntStream.range(0, batch.size())
                .anyMatch(k -> Arrays.equals(batch.features().rowsAt(k).toArray(), row));
    }

    private static GradientSum faulty(GradientSum sum) {
        Map<StepId, Matrix> arrays = new LinkedHashMap<>(sum.arrays());
        arrays.computeIfPresent(StepId.w(2), (id, sound) -> {
            double[] values = sound.toArray();
            values[1] += FAULT;
            return Matrix.of(sound.rows(), sound.columns(), values);
        });
        return new GradientSum(arrays, sum.loss(), sum.examples());
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
