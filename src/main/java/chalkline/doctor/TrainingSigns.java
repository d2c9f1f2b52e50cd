package chalkline.doctor;

import chalkline.training.EpochMetrics;
import chalkline.training.Job;
import chalkline.training.TrainingObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a training shows of itself by its end: that it learnt nothing, or its rows by heart. It watches while it goes on. */
public final class TrainingSigns implements TrainingObserver {
    /** No better than the best constant, by less than what chance does. */
    private static final double NOTHING_AT_ALL = 0.97;

    private static final double HALF = 0.5;
    /** By so much the validation loss has risen again where a network learns its rows by heart. */
    private static final double RISEN = 1.5;

    /** So many rows say what the labels are like. */
    private static final int MOST_ROWS = 100_000;

    private final Job job;
    private OptionalDouble lastValidation = OptionalDouble.empty();
    private double bestValidation = Double.POSITIVE_INFINITY;
    private long bestEpoch;

    /** Of a training of that job. */
    public TrainingSigns(Job job) {
        this.job = job;
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        lastValidation = metrics.validationLoss();
        metrics.validationLoss().ifPresent(loss -> {
            if (loss < bestValidation) {
                bestValidation = loss;
                bestEpoch = metrics.epoch();
            }
        });
    }

    /**
     * What it came to, the likeliest cause first.
     *
     * @param finalLoss the mean loss of the training rows; NaN where there is none
     */
    public List<Diagnosis> findings(double finalLoss) {
        OptionalDouble constant = constant(job.split().train());
        if (constant.isEmpty() || Double.isNaN(finalLoss)) {
            return List.of();
        }
        double share = finalLoss / constant.getAsDouble();
        List<Diagnosis> findings = new ArrayList<>();
        if (share > (job.isTrial() ? HALF : NOTHING_AT_ALL)) {
            findings.addAll(new LabelSigns(job).findings());
            findings.addAll(new RowSigns(job).findings());
            findings.add(job.isTrial() ? notByHeart(share) : nothing(share));
        } else if (!job.isTrial()) {
            byHeart(share).ifPresent(findings::add);
        }
        return findings;
    }

    private OptionalDouble constant(int... rows) {
        int[] some = Arrays.stream(rows).limit(MOST_ROWS).toArray();
        return some.length == 0 || job.table().mask(some).isPresent()
                ? OptionalDouble.empty()
                : Baseline.of(job.network().loss(), job.table().targets(some));
    }

    private Diagnosis nothing(double share) {
        return new Diagnosis(
                Diagnosis.Code.OTHER,
                "training",
                "nothing was learnt",
                "the training loss is " + told(share) + " of what always answering "
                        + (job.table().hasClasses() ? "the classes' shares" : "the same") + " would have",
                "doctor " + job.configuration().file() + " tries what helps");
    }

    /** A network that cannot learn a few batches by heart has a mistake in it (Goodfellow et al., 2016, section 11.5). */
    private Diagnosis notByHeart(double share) {
        return new Diagnosis(
                Diagnosis.Code.OTHER,
                "training",
                "these few rows are not learnt by heart: it is not for want of data",
                "the loss is " + told(share) + " of what always answering the same would have",
                "doctor " + job.configuration().file() + " tries what helps");
    }

    /** Worse on the validation rows than the best constant, having been better, while the training rows are learnt. */
    private Optional<Diagnosis> byHeart(double share) {
        OptionalDouble constant = constant(job.split().validation());
        boolean overfits = share < HALF
                && constant.isPresent()
                && lastValidation.isPresent()
                && job.configuration().training().earlyStopping().isEmpty()
                && lastValidation.getAsDouble() > constant.getAsDouble()
                && lastValidation.getAsDouble() > RISEN * bestValidation;
        if (!overfits) {
            return Optional.empty();
        }
        return Optional.of(new Diagnosis(
                Diagnosis.Code.OTHER,
                "training.early-stopping",
                "the training rows are learnt by heart",
                "the validation loss is " + told(lastValidation.getAsDouble() / constant.getAsDouble())
                        + " of what always answering the same would have, after "
                        + told(bestValidation / constant.getAsDouble()) + " in epoch " + bestEpoch
                        + "; the training loss is " + told(share),
                "training.early-stopping: { patience: 10 }"));
    }

    private static String told(double share) {
        return InputSigns.shown(100 * share) + " %";
    }
}
