package chalkline.report;

import chalkline.doctor.Diagnosis;
import chalkline.doctor.Examination;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What the doctor found, for a terminal and as JSON. */
public final class DoctorText {
    private DoctorText() {}

    /** The findings, each with its evidence and its remedy, and what was tried. */
    public static String of(Examination examination) {
        StringBuilder text = new StringBuilder();
        if (examination.findings().isEmpty()) {
            text.append("NOTHING FOUND\n");
        }
        for (Diagnosis finding : examination.findings()) {
            text.append(finding.code().label())
                    .append("  ")
                    .append(finding.message())
                    .append('\n');
            text.append("  at      ").append(finding.where()).append('\n');
            text.append("  shown   ").append(finding.evidence()).append('\n');
            text.append("  remedy  ").append(finding.remedy()).append('\n');
        }
        examination.tried().forEach(line -> text.append("Tried  ").append(line).append('\n'));
        return text.toString();
    }

    /** One finding in a line. */
    public static String line(Diagnosis finding) {
        return "WARNING  " + finding.message() + ": " + finding.evidence() + "; " + finding.remedy() + "\n";
    }

    /** {@code { "findings": [ { "code", "where", "message", "evidence", "remedy" } ], "tried": [ … ] }}. */
    public static String json(Examination examination) {
        JsonArray findings = new JsonArray();
        for (Diagnosis finding : examination.findings()) {
            JsonObject one = new JsonObject();
            one.addProperty("code", finding.code().label());
            one.addProperty("where", finding.where());
            one.addProperty("message", finding.message());
            one.addProperty("evidence", finding.evidence());
            one.addProperty("remedy", finding.remedy());
            findings.add(one);
        }
        JsonObject all = new JsonObject();
        all.add("findings", findings);
        JsonArray tried = new JsonArray();
        examination.tried().forEach(tried::add);
        all.add("tried", tried);
        return Json.pretty(all);
    }
}
