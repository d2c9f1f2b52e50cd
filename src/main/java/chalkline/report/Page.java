package chalkline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A report as one HTML file that needs nothing else: no script, no font, no request. A policy in its head has the browser
 * refuse all of that, even if it were there.
 */
final class Page {
    private static final String STYLE = style();

    private final String title;
    private final Html header;
    private final List<Html> sections = new ArrayList<>();
    private final List<Html> contents = new ArrayList<>();

    /**
     * A page without sections.
     *
     * @param title of the window
     * @param header what stands first
     */
    Page(String title, Html header) {
        this.title = title;
        this.header = header;
    }

    /**
     * Adds a section.
     *
     * @param id unique on the page: letters and hyphens
     */
    void section(String id, String heading, List<? extends Html> parts) {
        if (parts.isEmpty()) {
            return;
        }
        contents.add(Html.of("li", Html.of("a", heading).with("href", "#" + id)));
        sections.add(Html.of("section", Html.of("h2", heading).with("id", id)).and(parts));
    }

    /** The file's text. */
    String write() {
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + hash(STYLE) + "'; img-src data:\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<link rel=\"icon\" href=\"data:,\">\n<title>");
        Html.text(title).write(out);
        out.append("</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>");
        header.write(out);
        if (contents.size() > 2) {
            Html.of("nav", Html.of("ul", contents))
                    .with("aria-label", "Contents")
                    .write(out);
        }
        Html.of("main", sections).write(out);
        return out.append("\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read from the jar: " + e.getMessage(), e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
