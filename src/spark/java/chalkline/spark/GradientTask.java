package chalkline.spark;

import chalkline.training.Cluster;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * A partition's part of a step; nothing where it has none of the rows.
 *
 * @param training that it belongs to
 * @param zip the model that is trained, as it was saved
 * @param engines makes the engine that it is loaded with
 */
record GradientTask(UUID training, Broadcast<byte[]> zip, Cluster.EngineMaker engines, Broadcast<StepRequest> request)
        implements Function2<Integer, Iterator<PartitionRows>, Iterator<PartitionGradient>> {

    @Override
    public Iterator<PartitionGradient> call(Integer partition, Iterator<PartitionRows> rows) {
        int[] wanted = request.value().rows()[partition];
        if (wanted.length == 0) {
            return Collections.emptyIterator();
        }
        PartitionGradient gradient =
                WorkerModel.gradient(training, zip.value(), engines, request.value(), rows.next(), wanted);
        return List.of(gradient).iterator();
    }
}
