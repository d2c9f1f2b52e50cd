package chalkline.dl4j;

import java.io.InputStream;
import java.io.OutputStream;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.CustomSerializerStrategy;

/** What a stranger may name in a normalizer: a class that is instantiated. */
public final class PlantedStrategy extends CustomSerializerStrategy<NormalizerStandardize> {

    public PlantedStrategy() {
        System.setProperty(PlantedPreProcessor.RAN, "constructor");
    }

    @Override
    public void write(NormalizerStandardize normalizer, OutputStream stream) {}

    @Override
    public NormalizerStandardize restore(InputStream stream) {
        return new NormalizerStandardize();
    }

    @Override
    public Class<NormalizerStandardize> getSupportedClass() {
        return NormalizerStandardize.class;
    }
}
