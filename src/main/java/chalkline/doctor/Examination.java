package chalkline.doctor;

import java.util.List;

/**
 * What the doctor found.
 *
 * @param findings most likely cause first
 * @param tried what was trained to find out, a line each
 */
public record Examination(List<Diagnosis> findings, List<String> tried) {
    public Examination {
        findings = List.copyOf(findings);
        tried = List.copyOf(tried);
    }
}
