package chalkline.report;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of a page, in HTML with MathML and SVG: an element or a text. There is no way to put markup in: a text comes out as
 * that text, tags and attributes are those listed here, none of which runs or loads anything, and links stay on the page.
 */
sealed interface Html {
    /** The tags there are. */
    Set<String> TAGS = Set.of(
            ("main header footer section nav div p span h1 h2 h3 ul ol li dl dt dd a strong em code pre figure figcaption "
                            + "details summary table caption thead tbody tfoot tr th td "
                            + "math mrow mi mo mn mtext mspace msub msup msubsup mfrac msqrt mtable mtr mtd "
                            + "svg g title line polyline path circle rect text")
                    .split(" "));

    /** The attributes there are, besides aria-… and data-…. */
    Set<String> ATTRIBUTES = Set.of(("class id scope colspan role tabindex href display width viewBox "
                    + "x y height cx cy r d points x1 y1 x2 y2 text-anchor stretchy form")
            .split(" "));

    /** Elements that begin a line of the file; a line break before the others could show. */
    Set<String> BLOCKS =
            Set.of(("main header footer section nav div p h1 h2 h3 ul ol li dl dt dd figure details table thead "
                            + "tbody tfoot tr svg g")
                    .split(" "));

    /** Shape of the attributes whose names are free. */
    Pattern OPEN_ATTRIBUTE = Pattern.compile("(?:aria|data)-[a-z-]+");

    /** Writes it. */
    void write(StringBuilder out);

    /** The text in it, without the elements. */
    String content();

    /** A text. Characters that do not print, or that turn the direction of writing, are replaced. */
    static Html text(String text) {
        return new Text(text);
    }

    /** An element of those parts. */
    static Element of(String tag, Html... parts) {
        return of(tag, Arrays.asList(parts));
    }

    /** An element of those parts. */
    static Element of(String tag, List<? extends Html> parts) {
        return new Element(tag, Map.of(), List.copyOf(parts));
    }

    /** An element of that text. */
    static Element of(String tag, String text) {
        return of(tag, text(text));
    }

    /** Nothing but its text. */
    record Text(String text) implements Html {
        public Text {
            text = Sentences.plain(text);
        }

        @Override
        public void write(StringBuilder out) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    default -> out.append(c);
                }
            }
        }

        @Override
        public String content() {
            return text;
        }
    }

    /** A tag, its attributes, and what is between. */
    record Element(String tag, Map<String, String> attributes, List<Html> parts) implements Html {
        public Element {
            if (!TAGS.contains(tag)) {
                throw new IllegalArgumentException("no tag of a report: " + tag);
            }
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
            parts = List.copyOf(parts);
        }

        /** The same with an attribute. */
        Element with(String name, String value) {
            boolean known =
                    ATTRIBUTES.contains(name) || OPEN_ATTRIBUTE.matcher(name).matches();
            if (!known || name.equals("href") && !value.startsWith("#")) {
                throw new IllegalArgumentException("no attribute of a report: " + name + "=" + value);
            }
            Map<String, String> more = new LinkedHashMap<>(attributes);
            more.put(name, value);
            return new Element(tag, more, parts);
        }

        /** The same with a number for an attribute, to two decimals. */
        Element with(String name, double value) {
            return with(name, coordinate(value));
        }

        /** The same with that class. */
        Element in(String cssClass) {
            return with("class", cssClass);
        }

        /** The same with more parts at its end. */
        Element and(Html... more) {
            return and(Arrays.asList(more));
        }

        /** The same with more parts at its end. */
        Element and(List<? extends Html> more) {
            List<Html> all = new ArrayList<>(parts);
            all.addAll(more);
            return new Element(tag, attributes, all);
        }

        @Override
        public void write(StringBuilder out) {
            out.append(BLOCKS.contains(tag) ? "\n<" : "<").append(tag);
            attributes.forEach((name, value) -> {
                out.append(' ').append(name).append("=\"");
                new Text(value).write(out);
                out.append('"');
            });
            out.append('>');
            parts.forEach(part -> part.write(out));
            out.append("</").append(tag).append('>');
        }

        @Override
        public String content() {
            return parts.stream().map(Html::content).collect(Collectors.joining());
        }
    }

    /** A coordinate as short as its hundredths. */
    static String coordinate(double value) {
        String text = Long.toString(Math.round(Math.abs(value) * 100));
        String padded = "0".repeat(Math.max(0, 3 - text.length())) + text;
        String whole = padded.substring(0, padded.length() - 2);
        String fraction = padded.substring(padded.length() - 2).replaceAll("0+$", "");
        String digits = fraction.isEmpty() ? whole : whole + "." + fraction;
        return value < 0 && !digits.equals("0") ? "-" + digits : digits;
    }

    /** A row of cells under that tag, th or td. */
    static Element row(String tag, List<String> cells) {
        return of("tr", cells.stream().map(cell -> of(tag, cell)).toList());
    }

    /** A table's head: a row of column headings. */
    static Element head(String... titles) {
        return of(
                "thead",
                of(
                        "tr",
                        Stream.of(titles)
                                .map(title -> of("th", title).with("scope", "col"))
                                .toList()));
    }

    /** What may be wider than the page scrolls by itself, with the keyboard too. */
    static Element scrolling(String label, Html wide) {
        return of("div", wide)
                .in("scroll")
                .with("role", "group")
                .with("tabindex", "0")
                .with("aria-label", label);
    }
}
