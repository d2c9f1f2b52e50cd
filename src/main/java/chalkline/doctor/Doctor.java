package chalkline.doctor;

import chalkline.check.UnitSigns;
import chalkline.config.Configuration;
import chalkline.config.TrainingSpec.EngineName;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds out why a configuration does not learn. */
public final class Doctor {
    /** Findings that a person can use at a time. */
    private static final int ENOUGH = 2;
    /** No better than the best constant, by less than what chance does. */
    private static final double NOTHING_AT_ALL = 0.97;

    private static final String GIVEN_UP =
            "not taken to its end, which takes this machine too long; nothing follows from it";

    private final Function<EngineName, Engine> engines;
    private final Budget budget;
    private final List<Diagnosis> findings = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();

    private Doctor(Function<EngineName, Engine> engines, Budget budget) {
        this.engines = engines;
        this.budget = budget;
    }

    /**
     * Examines a configuration; nothing is written.
     *
     * @param directory what {@code file}, and the relative paths in it, are taken from
     * @param engines the configuration's draws the weights, and ours takes the steps where it can, being faster
     * @throws InvalidInputException where it cannot be read for reasons that have nothing to do with learning
     */
    public static Examination examine(Path file, Path directory, Function<EngineName, Engine> engines, Budget budget) {
        return new Doctor(engines, budget).examine(file, directory);
    }

    private Examination examine(Path file, Path directory) {
        Admission admission = Admission.of(file, directory, this::engine);
        findings.addAll(admission.findings());
        admission.job().ifPresent(job -> {
            findings.addAll(new LabelSigns(job).findings());
            findings.addAll(new RowSigns(job).findings());
            if (new InputSigns(job).areConstant() && job.split().train().length > 1) {
                findings.add(new Diagnosis(
                        Diagnosis.Code.CONSTANT_INPUT,
                        "data.train",
                        "no input differs between any two rows",
                        Sentences.counted(job.table().schema().inputs(), "input"),
                        "other columns"));
            }
            if (findings.isEmpty() && Probe.hasBaseline(job)) {
                tryOut(job);
            }
        });
        return new Examination(findings, tried);
    }

    /** The one that the configuration would be trained by. */
    private Engine engine(Configuration configuration) {
        return engines.apply(configuration.training().engine());
    }

    private void tryOut(Job job) {
        Probe probe = new Probe(engine(job.configuration()), engines.apply(EngineName.DIRECT), budget);
        Optional<Probe.Trial> trial = probe.train(job, job.network(), Long.MAX_VALUE);
        if (trial.isEmpty()) {
            tried.add("as it stands: " + GIVEN_UP);
        }
        trial.ifPresent(as -> compare(probe, job, as));
    }

    private void compare(Probe probe, Job job, Probe.Trial trial) {
        Course course = trial.course();
        if (course.learntLittle() && course.isFinite()) {
            course = course.beside(LinearBaseline.of(job));
        }
        judge(probe, job, course, trial.model());
    }

    private void judge(Probe probe, Job job, Course course, Model trained) {
        tried.add("as it stands: " + told(course));
        UnitSigns first = signs(job, probe.fresh(job.network()));
        boolean died = course.isFinite()
                && course.learntNothing()
                && !first.isDead()
                && signs(job, trained).isDead();
        List<Confirmed> confirmed = new ArrayList<>();
        List<Suspicion> suspicions = Suspicions.of(job, course, first, died);
        for (Suspicion suspicion : suspicions) {
            if (confirmed.size() < ENOUGH && !probe.isSpent()) {
                confirm(probe, job, course, suspicion).ifPresent(confirmed::add);
            }
        }
        Optional<Diagnosis> misaligned = misaligned(job, course, confirmed);
        if (confirmed.isEmpty() && course.endsWithNothing() && misaligned.isEmpty()) {
            confirmed.addAll(usualRecipe(probe, job, course, suspicions));
        }
        int least = least(confirmed.stream());
        // More steps always help: a cause that they make up for is not passed over for them.
        int leastOfCauses = least(confirmed.stream().filter(each -> !each.isOfPace()));
        confirmed.stream()
                .filter(each -> each.left() <= (each.isOfPace() ? least : leastOfCauses) + 1)
                .sorted(Comparator.comparing(Confirmed::left))
                .map(Confirmed::finding)
                .forEach(findings::add);
        misaligned.ifPresent(each -> findings.add(Math.min(1, findings.size()), each));
        if (findings.isEmpty() && !probe.gaveUp() && isPoor(course)) {
            findings.addAll(unremedied(job, course, suspicions));
        }
    }

    private static boolean isPoor(Course course) {
        return course.isFinite()
                && (course.isStuck() && course.last() > NOTHING_AT_ALL || course.endsWithHardlyAnything());
    }

    private static int least(Stream<Confirmed> confirmed) {
        return confirmed.mapToInt(Confirmed::left).min().orElse(0);
    }

    /** Where nothing is learnt, or only by more steps, as rows are learnt by heart: labels that have nothing to do with them. */
    private static Optional<Diagnosis> misaligned(Job job, Course course, List<Confirmed> confirmed) {
        boolean byHeart = confirmed.stream().allMatch(Confirmed::isOfPace);
        if (!byHeart || !isPoor(course)) {
            return Optional.empty();
        }
        NeighbourSigns neighbours = new NeighbourSigns(job, course.linear());
        return neighbours.slipped().or(neighbours::finding);
    }

    /** Nothing is learnt, and no remedy alone helps: whether it is for the data, or for more than one cause. */
    private static List<Diagnosis> unremedied(Job job, Course course, List<Suspicion> suspicions) {
        NeighbourSigns neighbours = new NeighbourSigns(job, course.linear());
        if (course.last() <= NOTHING_AT_ALL) {
            // It may only need more steps: only what has a sign of its own is told.
            return likeliest(suspicions)
                    .filter(each ->
                            course.isWorseThanLinear() && !each.finding().code().isOfPace())
                    .map(each -> alone(each, told(course)))
                    .toList();
        }
        if (neighbours.canBeLearnt() && !suspicions.isEmpty()) {
            String evidence = told(course) + "; " + neighbours.told() + ", so that the data can be learnt";
            return likeliest(suspicions).map(each -> alone(each, evidence)).toList();
        }
        return List.of(new Diagnosis(
                Diagnosis.Code.OTHER,
                "training",
                "nothing is learnt, and no remedy that was tried helps",
                told(course),
                "see whether the labels belong to their rows, and can be told from the inputs at all"));
    }

    private static Diagnosis alone(Suspicion suspicion, String evidence) {
        Diagnosis finding = suspicion.finding();
        return new Diagnosis(
                finding.code(),
                finding.where(),
                finding.message(),
                finding.evidence() + "; " + evidence + "; alone no remedy that was tried helps",
                remedy(suspicion));
    }

    private static String remedy(Suspicion suspicion) {
        String given = suspicion.finding().remedy();
        return given.isEmpty() ? Keys.lines(suspicion.remedies().get(0)) : given;
    }

    private static UnitSigns signs(Job job, Model model) {
        return new UnitSigns(
                job.network(), model.record(job.table().batch(Probe.rows(job))).trace());
    }

    /**
     * Where no single change helps: what most people would begin with. If that learns, the data can be learnt, and of what was
     * suspected the first with a sign of their own are the likeliest.
     */
    private List<Confirmed> usualRecipe(Probe probe, Job job, Course ill, List<Suspicion> suspicions) {
        List<String> recipe = UsualRecipe.of(job.configuration());
        if (suspicions.isEmpty() || recipe.isEmpty()) {
            return List.of();
        }
        return cured(probe, job, ill, true, recipe).filter(course -> course.remedies(ill)).stream()
                .flatMap(course -> likeliest(suspicions)
                        .map(each -> new Confirmed(told(each.finding(), ill, course, recipe), course.last())))
                .toList();
    }

    private static Stream<Suspicion> likeliest(List<Suspicion> suspicions) {
        return suspicions.stream()
                .sorted(Comparator.comparing(each -> each.finding().code().isOfPace()))
                .limit(ENOUGH);
    }

    /**
     * A suspicion that was borne out.
     *
     * @param left what its remedy leaves of the loss, in powers of two: what does more by so much is likelier the cause
     */
    private record Confirmed(Diagnosis finding, int left) {
        private static final double LITTLE = 0.02;

        Confirmed(Diagnosis finding, double left) {
            this(finding, Math.getExponent(Math.max(left, LITTLE)));
        }

        boolean isOfPace() {
            return finding.code().isOfPace();
        }
    }

    private Optional<Confirmed> confirm(Probe probe, Job job, Course ill, Suspicion suspicion) {
        for (List<String> remedy : suspicion.remedies()) {
            Optional<Course> course = cured(probe, job, ill, suspicion.redraws(), remedy);
            if (course.filter(each -> each.remedies(ill)).isPresent()) {
                return Optional.of(new Confirmed(
                        told(suspicion.finding(), ill, course.get(), remedy),
                        course.get().last()));
            }
        }
        return suspicion.isCertain() ? Optional.of(new Confirmed(told(suspicion, ill), 1.0)) : Optional.empty();
    }

    private Optional<Course> cured(Probe probe, Job job, Course ill, boolean redraws, List<String> remedy) {
        String what = Keys.lines(remedy) + (redraws ? (remedy.isEmpty() ? "" : ", ") + "drawn weights" : "");
        try {
            Configuration was = job.configuration();
            List<String> settings = new ArrayList<>(was.settings());
            settings.addAll(remedy);
            Job other = remedy.isEmpty()
                    ? job
                    : Job.prepare(Configuration.read(was.file(), was.directory(), settings), () -> engine(was));
            Network network = redraws ? other.network().later() : other.network();
            // Where that one did not come to its end, this one has no more steps than it.
            long most = ill.isWhole() || !ill.isFinite() ? Long.MAX_VALUE : ill.steps();
            Optional<Course> course = probe.train(other, network, most).map(Probe.Trial::course);
            tried.add(what + ": " + course.map(Doctor::told).orElse(GIVEN_UP));
            return course;
        } catch (InvalidInputException e) {
            tried.add(what + ": does not go with this configuration");
            return Optional.empty();
        }
    }

    private static Diagnosis told(Diagnosis suspected, Course ill, Course cured, List<String> remedy) {
        return new Diagnosis(
                suspected.code(),
                suspected.where(),
                suspected.message(),
                suspected.evidence() + "; tried for " + Sentences.counted(cured.steps(), "step") + ": a loss of "
                        + told(cured.last()) + " of the best constant's, instead of " + told(ill.last()),
                suspected.remedy().isEmpty() ? Keys.lines(remedy) : suspected.remedy());
    }

    private static Diagnosis told(Suspicion suspicion, Course ill) {
        Diagnosis suspected = suspicion.finding();
        return new Diagnosis(
                suspected.code(),
                suspected.where(),
                suspected.message(),
                suspected.evidence() + "; " + told(ill),
                remedy(suspicion));
    }

    private static String told(Course course) {
        return course.isFinite()
                ? "from " + told(course.first()) + ", at most " + told(course.peak()) + ", after "
                        + Sentences.counted(course.steps(), "step") + " a loss of " + told(course.last())
                        + " of the best constant's"
                        + (course.linear() < course.last() ? ", and a linear model's is " + told(course.linear()) : "")
                : "the loss leaves the finite numbers at step " + course.steps();
    }

    private static String told(double share) {
        return Double.isFinite(share) ? InputSigns.shown(100 * share) + " %" : "NaN";
    }
}
