package chalkline.doctor;

import chalkline.check.UnitSigns;
import chalkline.training.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be wrong with a training that does not learn, a cause before what only makes up for it: scale and start before the
 * learning rate, the rate before more epochs.
 */
final class Suspicions {
    private Suspicions() {}

    /**
     * What to try, the likeliest first.
     *
     * @param course of the training as it stands
     * @param signs of its first step
     * @param died whether a layer of ReLUs that was alive in the first step is dead after the last
     */
    static List<Suspicion> of(Job job, Course course, UnitSigns signs, boolean died) {
        List<Suspicion> large = new PaceSuspicions(job, course, signs, died).large();
        boolean certain = course.exploded() || died;
        List<Suspicion> all = new ArrayList<>(certain ? large : List.of());
        if (job.configuration().network().from().isEmpty()) {
            all.addAll(new StructureSuspicions(job, course, signs).all());
        }
        all.addAll(new PaceSuspicions(job, course, signs, died).small());
        all.addAll(certain ? List.of() : large);
        return all;
    }
}
