package chalkline.report;

import chalkline.answers.MarkedSheet;
import chalkline.files.JsonValue;
import chalkline.network.Notation;
import chalkline.training.CheckedStep;
import java.util.ArrayList;
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
     * @param marked a person's answers, where they are to be shown
     * @param conventions of the engine, a sentence each
     * @param environment what it was computed with
     */
    public static String of(
            CheckedStep checked,
            Optional<MarkedSheet> marked,
            Notation notation,
            List<String> conventions,
            Map<String, Object> environment) {
        CheckView view = CheckView.read(new JsonValue("check", CheckJson.json(checked, notation)));
        WrittenDerivation derivation = WrittenDerivation.of(checked, notation);
        CheckSections sections = new CheckSections(view, derivation.rules(), Optional.of(derivation));
        Optional<AnswersSections> answers = marked.map(
                sheet -> new AnswersSections(sheet, notation, checked.batch().size()));
        List<Html> head = new ArrayList<>();
        head.add(Html.of("p", marked.isPresent() ? "Marked answers" : "Checked training step")
                .in("kind"));
        head.add(Html.of("h1", view.name()));
        answers.ifPresent(each -> head.addAll(each.headlines()));
        if (answers.isEmpty()) {
            head.add(sections.banner());
        }
        head.add(Html.of("p", sections.subject()).in("note"));
        Page page = new Page(view.name() + ": " + view.verdict().label(), Html.of("header", head));
        answers.ifPresent(each -> page.section("answers", "Answers", each.table()));
        if (answers.isPresent()) {
            page.section("framework", "The framework's own step", List.of(sections.banner()));
        }
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
