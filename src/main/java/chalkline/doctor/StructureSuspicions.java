package chalkline.doctor;

import chalkline.check.UnitSigns;
import chalkline.config.Configuration;
import chalkline.config.NetworkSpec;
import chalkline.data.Normalizer;
import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What may be wrong with what is trained: the loss, the scale of the data, the weights at the start, the units. */
final class StructureSuspicions {
    private static final Activation.Kind[] BOUNDED = {Activation.Kind.SIGMOID, Activation.Kind.TANH};
    /** An untrained network guesses; a loss several times that of the best guess is one of weights (Goodfellow et al. 11.4). */
    private static final double WILD = 3;
    /** The first layer then moves a thousandth of what the last does (Glorot and Bengio, 2010, section 4.2). */
    private static final double VANISHED = 1e-3;

    private static final int MANY_LAYERS = 4;
    private static final double USUAL_RATE = 0.01;
    private static final double LOW_RATE = 1e-3;
    private static final double HALF = 0.5;
    private static final double TENTH = 0.1;

    private final Job job;
    private final Configuration configuration;
    private final NetworkSpec network;
    private final Course course;
    private final UnitSigns signs;
    private final String output;
    private final List<Suspicion> all = new ArrayList<>();

    StructureSuspicions(Job job, Course course, UnitSigns signs) {
        this.job = job;
        this.configuration = job.configuration();
        this.network = configuration.network();
        this.course = course;
        this.signs = signs;
        this.output = Keys.output(configuration);
    }

    /** A cause before what only makes up for it. */
    List<Suspicion> all() {
        loss();
        reach();
        scale();
        start();
        units();
        restraints();
        return all;
    }

    private void suspect(
            Diagnosis.Code code, String where, String message, String evidence, List<List<String>> remedies) {
        Suspicion.where(code, where, message, evidence, remedies).ifPresent(all::add);
    }

    /** Cross entropy goes with class labels; squared error lets a saturated output stay wrong (Bishop, 2006, section 5.2). */
    private void loss() {
        Loss.Kind loss = job.network().loss().kind();
        Activation.Kind activation =
                job.network().layer(job.network().depth()).activation().kind();
        if (!loss.isError() || !course.learntLittle()) {
            return;
        }
        String evidence = loss.label() + " of labels that are names of classes";
        if (job.table().hasClasses()) {
            boolean softmax = activation == Activation.Kind.SOFTMAX;
            List<String> remedy = List.of(output + ".activation=softmax", output + ".loss=mcxent");
            all.add(new Suspicion(
                    new Diagnosis(
                            softmax ? Diagnosis.Code.WRONG_LOSS : Diagnosis.Code.WRONG_OUTPUT_ACTIVATION,
                            output + (softmax ? ".loss" : ".activation"),
                            "one class of several is what softmax and mcxent are for",
                            evidence,
                            Keys.lines(remedy)),
                    List.of(remedy),
                    false,
                    true));
        } else if (areZeroAndOne() && course.learntNothing()) {
            suspect(
                    activation == Activation.Kind.SIGMOID
                            ? Diagnosis.Code.WRONG_LOSS
                            : Diagnosis.Code.WRONG_OUTPUT_ACTIVATION,
                    output,
                    "a yes or no is what sigmoid and xent are for",
                    loss.label() + " of labels that are all 0 or 1",
                    List.of(List.of(output + ".activation=sigmoid", output + ".loss=xent")));
        }
    }

    /** Outputs that leave out labels, or a ReLU that may be 0 on every row, of which the labels' variance is still to be explained. */
    private void reach() {
        Activation activation = job.network().layer(job.network().depth()).activation();
        LabelSigns labels = new LabelSigns(job);
        boolean leavesOut = course.leavesAQuarter() && labels.beyondReach() > TENTH;
        boolean mayBeDead = course.learntNothing() && activation.kind() == Activation.Kind.RELU;
        if (!job.network().loss().kind().isError() || job.table().hasClasses() || !leavesOut && !mayBeDead) {
            return;
        }
        List<String> identity = List.of(output + ".activation=identity");
        List<String> scaled = new ArrayList<>(identity);
        scaled.add("data.normalize-labels=standardize");
        suspect(
                Diagnosis.Code.WRONG_OUTPUT_ACTIVATION,
                output + ".activation",
                activation.label() + " keeps the outputs from what the labels are",
                leavesOut
                        ? labels.outOfReach()
                        : "nothing is learnt, and " + activation.label() + " passes on nothing below 0",
                List.of(identity, scaled));
    }

    private boolean areZeroAndOne() {
        return Arrays.stream(job.table().targets(Probe.rows(job)).values()).allMatch(y -> y == 0 || y == 1);
    }

    private void scale() {
        List<String> inputs = configuration.data().normalization() == Normalizer.Kind.NONE
                ? List.of("data.normalize=standardize")
                : List.of();
        boolean free = job.network().loss().kind().isError()
                && !job.table().hasClasses()
                && job.table().labelNormalizer().kind() == Normalizer.Kind.NONE
                && job.network().layer(job.network().depth()).activation().kind() == Activation.Kind.IDENTITY;
        List<String> labels = free ? List.of("data.normalize-labels=standardize") : List.of();
        List<String> both = new ArrayList<>(inputs);
        both.addAll(labels);
        List<String> faster = faster(both);
        InputSigns scale = new InputSigns(job);
        Optional<String> unscaled = scale.unscaled();
        if (unscaled.isPresent()
                && !inputs.isEmpty()
                && (course.leavesAQuarter() || course.leavesATenth() && scale.areSqueezed())) {
            suspect(
                    Diagnosis.Code.UNSCALED_INPUT,
                    "data.normalize",
                    "the inputs are far from mean 0 and variance 1, and nothing scales them",
                    unscaled.get(),
                    List.of(inputs, both, faster));
        }
        double size = size(job.table().targets(Probe.rows(job)));
        boolean slow = course.learntNothing() || course.learntLittle() && course.isWhole();
        if (free && slow && size > LabelSigns.LARGE) {
            suspect(
                    Diagnosis.Code.UNSCALED_LABEL,
                    "data.normalize-labels",
                    "the labels are far from mean 0 and variance 1, and nothing scales them",
                    "their root mean square is " + InputSigns.shown(size),
                    List.of(labels, both, faster));
        }
    }

    /** With a usual rate, where one was chosen that goes with numbers as large as they are. */
    private List<String> faster(List<String> scaled) {
        List<String> faster = new ArrayList<>(scaled);
        Rates.rate(configuration)
                .filter(rate -> rate > 0 && rate < LOW_RATE)
                .flatMap(rate -> Rates.times(configuration, USUAL_RATE / rate))
                .ifPresent(faster::add);
        return faster;
    }

    private static double size(Matrix matrix) {
        return Math.sqrt(
                Arrays.stream(matrix.values()).map(x -> x * x).average().orElse(0));
    }

    /** Weights that somebody chose, and that start the training where it cannot leave. */
    private void start() {
        boolean given =
                network.layers().stream().anyMatch(layer -> layer.weights().isPresent());
        List<String> chosen = Keys.all(network, Keys::startsUnscaled);
        boolean alike = !Keys.hidden(network, Keys::startsAlike).isEmpty();
        String evidence = "";
        if (course.first() > WILD) {
            evidence = "the untrained loss is " + InputSigns.shown(course.first()) + " times that of the best constant";
        } else if (alike) {
            evidence = "all units of a hidden layer start alike, and so stay alike";
        } else if (signs.isDead() || signs.isSaturated()) {
            evidence = "a hidden layer starts dead or saturated";
        } else if (signs.isBlind()) {
            evidence = "the untrained outputs differ by less than 0.001 between the rows";
        }
        boolean slows = course.isWhole() && !signs.isBlind();
        boolean harms =
                course.learntNothing() || course.endsWithHardlyAnything() || course.learntLittle() && (alike || slows);
        if (evidence.isEmpty() || !given && chosen.isEmpty() || !harms) {
            return;
        }
        all.add(new Suspicion(
                new Diagnosis(
                        Diagnosis.Code.BAD_INITIALISATION,
                        given ? "network.layers" : chosen.get(0) + ".weight-init",
                        "the weights start where training cannot leave",
                        evidence,
                        given ? "leave weights and biases out: weight-init: xavier" : ""),
                List.of(Keys.each(chosen, "weight-init=xavier")),
                given,
                false));
    }

    /** Penalties and dropout that leave nothing of what is learnt. */
    private void restraints() {
        if (!course.learntNothing() && !course.endsWithHardlyAnything()) {
            return;
        }
        List<String> pulled = Keys.all(
                network, layer -> !layer.extras().regularisation().weights().isNone());
        if (!pulled.isEmpty()) {
            List<String> none = new ArrayList<>();
            List.of("l1=0", "l2=0", "weight-decay=0").forEach(setting -> none.addAll(Keys.each(pulled, setting)));
            suspect(
                    Diagnosis.Code.OTHER,
                    pulled.get(0),
                    "the regularisation pulls the weights to 0 more than the data moves them",
                    "l1, l2 or weight-decay in " + Sentences.counted(pulled.size(), "layer"),
                    List.of(none));
        }
        List<String> dropped = Keys.withDropoutBelow(network, HALF);
        if (!dropped.isEmpty()) {
            suspect(
                    Diagnosis.Code.OTHER,
                    dropped.get(0),
                    "dropout keeps less than half of the units, which is the probability to keep one",
                    "retain-probability in " + Sentences.counted(dropped.size(), "layer"),
                    List.of(Keys.each(dropped, "retain-probability=0.8")));
        }
    }

    private void units() {
        List<String> bounded = Keys.hidden(network, Keys.with(BOUNDED));
        double ratio = signs.gradientRatio();
        boolean saturated = signs.isSaturated();
        if (course.learntLittle() && !bounded.isEmpty() && (ratio < VANISHED || saturated)) {
            suspect(
                    bounded.size() >= MANY_LAYERS ? Diagnosis.Code.TOO_DEEP : Diagnosis.Code.SATURATED,
                    bounded.get(0) + ".activation",
                    "hardly any gradient comes through " + Sentences.counted(bounded.size(), "layer")
                            + " of bounded units",
                    saturated
                            ? "nine in ten outputs of a layer have a slope below 0.01"
                            : "the gradient of the first layer is " + InputSigns.shown(ratio) + " of the last one's",
                    List.of(Keys.each(bounded, "activation=relu")));
        }
        List<String> hidden = Keys.hidden(network, layer -> true);
        List<String> linear = Keys.hidden(network, Keys.with(Activation.Kind.IDENTITY));
        boolean isLinear = linear.size() == hidden.size()
                && network.layers().stream().noneMatch(layer -> layer.kind() == Layer.Kind.ACTIVATION);
        if (isLinear && (hidden.isEmpty() ? course.learntLittle() : course.leavesAQuarter())) {
            List<String> bend = Keys.each(linear, "activation=tanh");
            all.add(new Suspicion(
                    new Diagnosis(
                            Diagnosis.Code.NO_ACTIVATION,
                            hidden.isEmpty() ? "network.layers" : linear.get(0) + ".activation",
                            "without a non-linear hidden layer the network is a linear model",
                            hidden.isEmpty() ? "there is no hidden layer" : "every hidden activation is identity",
                            hidden.isEmpty()
                                    ? "- dense: { units: 16, activation: tanh } before the last layer"
                                    : Keys.lines(bend)),
                    hidden.isEmpty() ? List.of() : List.of(bend),
                    false,
                    !hidden.isEmpty() && course.staysAtTheConstant()));
        }
        List<String> rectified = Keys.hidden(network, Keys.with(Activation.Kind.RELU));
        if (course.learntNothing() && signs.isDead() && !rectified.isEmpty()) {
            suspect(
                    Diagnosis.Code.DEAD_RELU,
                    rectified.get(0) + ".activation",
                    "nearly all units of a ReLU layer are 0 on every row, where they learn nothing",
                    "nine in ten units or more, in the first step",
                    List.of(Keys.each(rectified, "activation=leaky-relu")));
        }
    }
}
