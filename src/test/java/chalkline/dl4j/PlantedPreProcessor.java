package chalkline.dl4j;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/** What a stranger may serialize into a zip: code that runs while the object is read. */
public final class PlantedPreProcessor implements DataSetPreProcessor, Serializable {
    private static final long serialVersionUID = 1L;
    static final String RAN = "chalkline.test.planted.ran";

    @Override
    public void preProcess(DataSet data) {}

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        System.setProperty(RAN, "readObject");
    }
}
