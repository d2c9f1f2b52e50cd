package chalkline.report;

import chalkline.files.JsonValue;
import chalkline.network.Notation;
import chalkline.training.CheckedStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked step as a page for a browser: one file, which needs no script and no network. */
public final class CheckPage {
    private CheckPage() {}

    /**
     * The page.
     *
     * @param conventions of the engine, a sentence each
     * @param environment what it was computed with
     */
    public static String of(
            CheckedStep checked, Notation notation, List<String> conventions, Map<String, Object> environment) {
        CheckView view = CheckView.read(new JsonValue("check", CheckJson.json(checked, notation)));
        WrittenDerivation derivation = WrittenDerivation.of(checked, notation);
        CheckSections sections = new CheckSections(view, derivation.rules(), Optional.of(derivation));
        Html header = Html.of(
                "header",
                Html.of("p", "Checked training step").in("kind"),
                Html.of("h1", view.name()),
                sections.banner(),
                Html.of("p", sections.subject()).in("note"));
        Page page = new Page(view.name() + ": " + view.verdict().label(), header);
        add(page, sections);
        page.section("conventions", "Conventions", sections.conventions(conventions));
        page.section("environment", "Environment", EnvironmentSection.of(strings(environment)));
        return page.write();
    }

    /** The sections of a checked step. */
    static void add(Page page, CheckSections sections) {
        page.section("findings", "Findings", sections.findings());
        page.section("precision", "Agreement and digits", sections.charts());
        page.section("steps", "Step by step", sections.table());
        page.section("derivation", "The derivation by hand", sections.written());
    }

    private static Map<String, String> strings(Map<String, Object> environment) {
        Map<String, String> strings = new LinkedHashMap<>();
        environment.forEach((key, value) -> strings.put(key, value.toString()));
        return strings;
    }
}
