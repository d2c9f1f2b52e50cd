package chalkline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. The arrows: a package's own line says what it may see of Chalkline, and which libraries. */
@AnalyzeClasses(packages = "chalkline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MOST_LINES = 350;

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("chalkline.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule network = sees("network", own(), jdk());

    /** The independence of these two is the whole point: no ND4J, no Deeplearning4j. */
    @ArchTest
    static final ArchRule reference = sees(
            "reference",
            own("network"),
            libraries(
                    "org.apache.commons.numbers.core",
                    "org.apache.commons.numbers.fraction",
                    "ch.obermuhlner.math.big"));

    @ArchTest
    static final ArchRule check = sees("check", own("reference", "network"), jdk());

    @ArchTest
    static final ArchRule files = sees("files", own("network"), libraries("com.google.gson"));

    @ArchTest
    static final ArchRule yaml = sees("yaml", own("files", "network"), libraries("org.snakeyaml.engine"));

    @ArchTest
    static final ArchRule config = sees("config", own("yaml", "data", "files", "network"), jdk());

    @ArchTest
    static final ArchRule data =
            sees("data", own("files", "network"), libraries("de.siegmar.fastcsv", "com.google.gson"));

    @ArchTest
    static final ArchRule training = sees(
            "training",
            own("config", "data", "files", "network", "check", "reference"),
            libraries("com.google.gson", "org.slf4j"));

    /** Deeplearning4j's file, without Deeplearning4j. */
    @ArchTest
    static final ArchRule modelzip =
            sees("modelzip", own("files", "network", "config", "data"), libraries("com.google.gson"));

    /** It must not mark its own homework: neither the derivation nor the check. */
    @ArchTest
    static final ArchRule direct = sees(
            "direct",
            own("modelzip", "training", "data", "files", "network"),
            libraries("org.bytedeco", "com.google.gson"));

    @ArchTest
    static final ArchRule dl4j = sees(
            "dl4j",
            own("dl4j.known", "modelzip", "training", "config", "data", "files", "network", "check", "reference"),
            libraries("org.deeplearning4j", "org.nd4j", "org.bytedeco", "com.google.gson", "org.slf4j"));

    /** Imitations know the framework's habits, not the framework. */
    @ArchTest
    static final ArchRule dl4jKnown = sees("dl4j.known", own("check", "reference", "network"), jdk());

    @ArchTest
    static final ArchRule doctor =
            sees("doctor", own("training", "config", "data", "check", "reference", "network"), jdk());

    @ArchTest
    static final ArchRule answers = sees(
            "answers", own("yaml", "data", "files", "check", "reference", "network"), libraries("de.siegmar.fastcsv"));

    @ArchTest
    static final ArchRule report = sees(
            "report",
            own(
                    "answers",
                    "doctor",
                    "training",
                    "modelzip",
                    "config",
                    "check",
                    "reference",
                    "data",
                    "files",
                    "network"),
            libraries("com.google.gson", "de.siegmar.fastcsv", "me.tongfei.progressbar"));

    /** Only there in a build with the profile spark. */
    @ArchTest
    static final ArchRule spark = sees(
            "spark",
            own("training", "dl4j", "data", "config", "files", "network"),
            libraries("org.apache.spark", "org.apache.hadoop", "org.apache.parquet", "scala"));

    /** For people's own tests, with the framework's own types. */
    @ArchTest
    static final ArchRule assertions = sees(
            "assertions",
            own("dl4j", "report", "training", "check", "network"),
            libraries("org.deeplearning4j", "org.nd4j"));

    @ArchTest
    static final ArchRule cli = sees(
            "cli",
            own(
                    "report",
                    "answers",
                    "doctor",
                    "files",
                    "modelzip",
                    "dl4j",
                    "direct",
                    "training",
                    "config",
                    "check",
                    "reference",
                    "data",
                    "network"),
            libraries("picocli", "ch.qos.logback", "org.slf4j"));

    @ArchTest
    static final ArchRule enginesAreMadeInOnePlace = noClasses()
            .that()
            .resideInAPackage("chalkline.cli")
            .and()
            .doNotHaveSimpleName("Engines")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("chalkline.dl4j..");

    /**
     * What the tests of a failing disk see is all that is done to files, beside pipes and devices, the process's own streams,
     * and what lasts no longer than the process: the copy of standard input, and of a model that is sent to another machine.
     */
    @ArchTest
    static final ArchRule filesAreChangedByTheStorageAlone = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("chalkline.files.Disk")
            .and()
            .doNotHaveFullyQualifiedName("chalkline.files.OutputPlace")
            .and()
            .doNotHaveFullyQualifiedName("chalkline.files.PipeEnd")
            .and()
            .doNotHaveFullyQualifiedName("chalkline.cli.StandardOutput")
            .and()
            .doNotHaveFullyQualifiedName("chalkline.cli.InputFile")
            .and()
            .doNotHaveFullyQualifiedName("chalkline.spark.SentModel")
            .should()
            .callCodeUnitWhere(new DescribedPredicate<>("a file is changed") {
                @Override
                public boolean test(JavaCall<?> call) {
                    String owner = call.getTargetOwner().getName();
                    String name = call.getName();
                    return owner.equals("java.nio.file.Files")
                                    && name.matches(
                                            "(write|copy|move|delete|create|set).*|new(Output|BufferedW|ByteC).*")
                            || name.equals("<init>")
                                    && owner.matches(
                                            "java\\.io\\.(FileOutputStream|FileWriter|RandomAccessFile|Print.*)")
                                    && call.getTarget().getRawParameterTypes().stream()
                                            .anyMatch(type -> type.isEquivalentTo(File.class)
                                                    || type.isEquivalentTo(String.class))
                            || owner.matches("java\\.nio\\.channels\\..*FileChannel") && name.equals("open")
                            || owner.equals("java.io.File") && name.matches("(delete|create|rename|mkdir|set).*");
                }
            });

    @ArchTest
    static final ArchRule exitsOnlyInMain = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("chalkline.cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule everythingHasAPlace = classes()
            .should()
            .resideInAnyPackage(
                    "chalkline.network",
                    "chalkline.reference",
                    "chalkline.check",
                    "chalkline.files",
                    "chalkline.yaml",
                    "chalkline.config",
                    "chalkline.data",
                    "chalkline.answers",
                    "chalkline.training",
                    "chalkline.doctor",
                    "chalkline.modelzip",
                    "chalkline.dl4j",
                    "chalkline.direct",
                    "chalkline.dl4j.known",
                    "chalkline.spark",
                    "chalkline.report",
                    "chalkline.assertions",
                    "chalkline.cli");

    /** One name, one meaning; tests included. */
    @Test
    void everyClassNameIsThereOnce() {
        Map<String, List<String>> places = new ClassFileImporter()
                .importPackages("chalkline").stream()
                        .filter(each ->
                                each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
                        .collect(Collectors.groupingBy(
                                JavaClass::getSimpleName,
                                Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));
        places.values().removeIf(packages -> packages.size() == 1);
        assertThat(places).isEmpty();
    }

    /** A class that is longer has more than one idea. */
    @Test
    void noClassIsLong() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> tooLong = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    tooLong.add(file + " has " + lines + " lines");
                }
            }
            assertThat(tooLong).isEmpty();
        }
    }

    private static ArchRule sees(String name, String[] own, String[] libraries) {
        return classes()
                .that()
                .resideInAPackage("chalkline." + name + "..")
                .should()
                .onlyDependOnClassesThat(new DescribedPredicate<>("its design names") {
                    @Override
                    public boolean test(JavaClass other) {
                        String place = other.getBaseComponentType().getPackageName();
                        return other.getBaseComponentType().isPrimitive()
                                || place.equals("java")
                                || place.startsWith("java.")
                                || place.equals("chalkline." + name)
                                || Arrays.stream(own).anyMatch(p -> place.equals("chalkline." + p))
                                || Arrays.stream(libraries).anyMatch(p -> place.equals(p) || place.startsWith(p + "."));
                    }
                })
                .allowEmptyShould(true);
    }

    private static String[] own(String... packages) {
        return packages;
    }

    private static String[] jdk() {
        return new String[0];
    }

    private static String[] libraries(String... packages) {
        return packages;
    }
}
