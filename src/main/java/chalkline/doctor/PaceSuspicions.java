package chalkline.doctor;

import chalkline.check.UnitSigns;
import chalkline.config.Configuration;
import chalkline.config.NetworkSpec;
import chalkline.network.Loss;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be wrong with how it is trained: the learning rate, the number of steps, the units that they have to move. */
final class PaceSuspicions {
    private static final double TINY_RATE = 1e-5;
    private static final double NEARLY_ALL = 0.9;
    /** All steps together move the weights by less than a tenth of their size. */
    private static final double TENTH = 0.1;

    private static final int FEW_UNITS = 4;
    private static final int FEW_STEPS = 100;
    private static final int LONGER = 10;
    private static final int USUAL_BATCH = 32;

    private final Job job;
    private final Configuration configuration;
    private final NetworkSpec network;
    private final Course course;
    private final double moved;
    private final boolean died;
    private final List<Suspicion> all = new ArrayList<>();

    /**
     * @param signs of the first step
     * @param died whether a layer of ReLUs that was alive in it is dead after the last
     */
    PaceSuspicions(Job job, Course course, UnitSigns signs, boolean died) {
        this.job = job;
        this.configuration = job.configuration();
        this.network = configuration.network();
        this.course = course;
        this.moved = signs.updateRatio();
        this.died = died;
    }

    /** That the steps are too large. */
    List<Suspicion> large() {
        tooFast();
        return all;
    }

    /** The rate before more epochs. */
    List<Suspicion> small() {
        units();
        order();
        tooSlow();
        course();
        if (course.learntNothing() && course.isFinite()) {
            imbalance();
        }
        return all;
    }

    private void suspect(
            Diagnosis.Code code, String where, String message, String evidence, List<List<String>> remedies) {
        Suspicion.where(code, where, message, evidence, remedies).ifPresent(all::add);
    }

    /** Rates a tenth as large, a hundredth and a thousandth (Goodfellow et al., 2016, section 11.4.1: the rate is the first to be tuned). */
    private void tooFast() {
        List<List<String>> slower = Stream.of(0.1, 0.01, 0.001)
                .map(this::rate)
                .filter(each -> !each.isEmpty())
                .toList();
        boolean swung = course.learntNothing() && (course.swung() || died);
        if (slower.isEmpty() || !swung && !course.exploded()) {
            return;
        }
        String evidence = course.isFinite()
                ? "a loss of up to " + InputSigns.shown(course.peak()) + " times the best constant's, from "
                        + InputSigns.shown(course.first()) + " times before the first step"
                : "the loss leaves the finite numbers at step " + course.steps();
        all.add(new Suspicion(
                new Diagnosis(
                        Diagnosis.Code.LEARNING_RATE_TOO_HIGH,
                        "training.updater",
                        "the steps are too large",
                        evidence + "; " + ofTheirSize() + (died ? "; a layer of ReLUs dies on the way" : ""),
                        ""),
                slower,
                false,
                course.exploded() && !course.learntNothing()));
    }

    /** Rows of one kind after the other: each is forgotten while the next is learnt. */
    private void order() {
        boolean several = job.split().train().length > configuration.training().batchSize();
        if (!configuration.training().shuffle() && several && course.learntLittle() && course.isFinite()) {
            suspect(
                    Diagnosis.Code.OTHER,
                    "training.shuffle",
                    "every epoch takes the rows in the order of the file",
                    "shuffle: false",
                    List.of(List.of("training.shuffle=true")));
        }
    }

    private void tooSlow() {
        boolean nothing = course.learntNothing() && (course.isWhole() || course.staysWhereItIs());
        boolean inSight = course.learntLittle() && moved > 0 && moved * course.all() < TENTH;
        if (course.isFinite() && !course.exploded() && (nothing || inSight)) {
            suspect(
                    Diagnosis.Code.LEARNING_RATE_TOO_LOW,
                    "training.updater",
                    "the steps are too small to get anywhere",
                    "after " + Sentences.counted(course.steps(), "step") + " the loss is still "
                            + InputSigns.shown(course.last()) + " times the best constant's; " + ofTheirSize(),
                    Stream.concat(Stream.of(10, 100, 1000).map(this::rate), usualRates())
                            .toList());
        }
    }

    /** Where even a thousand times the rate is far below the usual ones. */
    private Stream<List<String>> usualRates() {
        return Rates.rate(configuration).filter(each -> each > 0 && each < TINY_RATE).stream()
                .flatMap(each -> Stream.of(0.01, 0.1).map(usual -> rate(usual / each)));
    }

    /** Evidence beside another: a ratio alone is as high and as low in trainings that learn. */
    private String ofTheirSize() {
        return "the first step moves a layer's weights by up to " + InputSigns.shown(moved) + " of their size";
    }

    private List<String> rate(double factor) {
        boolean has = network.from().isEmpty()
                && Rates.rate(configuration)
                        .filter(each -> each > 0 && (factor < 1 || each * factor <= 1))
                        .isPresent();
        return has ? Rates.times(configuration, factor).stream().toList() : List.of();
    }

    /** Too few units may learn something, but at most half of what there is. */
    private void units() {
        List<String> narrow = Keys.hidden(network, layer -> layer.units().orElse(Integer.MAX_VALUE) <= FEW_UNITS);
        boolean slow = course.learntNothing() || course.learntLittle() && course.isWhole();
        if (slow && course.isFinite() && !narrow.isEmpty() && network.drawsAllParameters()) {
            suspect(
                    Diagnosis.Code.TOO_SMALL_NETWORK,
                    narrow.get(0) + ".units",
                    "the hidden layers have too few units",
                    "at most " + FEW_UNITS + " in " + Sentences.counted(narrow.size(), "layer"),
                    List.of(Keys.each(narrow, "units=" + USUAL_BATCH)));
        }
    }

    private void course() {
        boolean little = course.learntLittle() && course.isWhole() && course.all() < FEW_STEPS;
        if (!course.isFinite() || !course.learntNothing() && !little) {
            return;
        }
        int epochs = configuration.training().epochs();
        int batch = configuration.training().batchSize();
        int rows = job.split().train().length;
        if (batch > USUAL_BATCH && 2 * batch > rows && rows > 2 * USUAL_BATCH) {
            suspect(
                    Diagnosis.Code.BATCH_SIZE,
                    "training.batch-size",
                    "an epoch is hardly more than one step",
                    "a mini-batch of " + batch + " has more than half of the " + rows + " rows",
                    List.of(List.of("training.batch-size=" + USUAL_BATCH)));
        }
        if (course.isWhole()) {
            suspect(
                    Diagnosis.Code.TOO_FEW_EPOCHS,
                    "training.epochs",
                    "training ends before it has begun to learn",
                    Sentences.counted(course.steps(), "step") + " in all",
                    List.of(List.of("training.epochs=" + (long) LONGER * epochs)));
        }
    }

    private void imbalance() {
        if (!job.table().hasClasses()
                || configuration.data().classWeights().isPresent()
                || job.network().loss().kind() != Loss.Kind.MCXENT) {
            return;
        }
        Map<Integer, Long> counts = Arrays.stream(job.split().train())
                .mapToObj(job.table()::classOf)
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        double share = (double) most / job.split().train().length;
        if (share >= NEARLY_ALL && counts.size() > 1) {
            suspect(
                    Diagnosis.Code.CLASS_IMBALANCE,
                    "data.class-weights",
                    "one class is so frequent that always answering it costs little",
                    Math.round(100 * share) + " % of the rows are of one class",
                    List.of(List.of("data.class-weights=balanced")));
        }
    }
}
