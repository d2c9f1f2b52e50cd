package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    private static String written(Html html) {
        StringBuilder out = new StringBuilder();
        html.write(out);
        return out.toString();
    }

    @Test
    void everyCharacterOfATextIsThatCharacter() {
        assertThat(written(Html.of("td", "<b title=\"x\" id='y'>&amp;</b>")))
                .isEqualTo("<td>&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;</td>");
        assertThat(written(Html.of("td").with("data-step", "\"><script>")))
                .isEqualTo("<td data-step=\"&quot;&gt;&lt;script&gt;\"></td>");
    }

    @Test
    void whatDoesNotPrintOrTurnsTheDirectionOfWritingIsReplaced() {
        assertThat(written(Html.text("a\u0000b\u202ec\u2066d\ud800e\u2028f𝐖"))).isEqualTo("a�b�c�d�e�f𝐖");
    }

    @Test
    void nothingThatRunsOrLoadsCanBeWritten() {
        for (String tag : new String[] {"script", "style", "img", "iframe", "object", "a onclick=x", "form", "TD"}) {
            assertThatThrownBy(() -> Html.of(tag, ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no tag of a report: " + tag);
        }
        for (String attribute : new String[] {"onclick", "style", "src", "xlink:href", "data-X", "data- onclick", ""}) {
            assertThatThrownBy(() -> Html.of("td").with(attribute, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no attribute of a report: " + attribute + "=x");
        }
        assertThatThrownBy(() -> Html.of("a").with("href", "javascript:alert(1)"))
                .hasMessage("no attribute of a report: href=javascript:alert(1)");
        assertThat(written(Html.of("a", "up").with("href", "#top"))).isEqualTo("<a href=\"#top\">up</a>");
    }

    @Test
    void coordinatesAreRoundedToHundredths() {
        assertThat(Html.coordinate(12)).isEqualTo("12");
        assertThat(Html.coordinate(0.005)).isEqualTo("0.01");
        assertThat(Html.coordinate(-3.456)).isEqualTo("-3.46");
        assertThat(Html.coordinate(-0.001)).isEqualTo("0");
        assertThat(Html.coordinate(120.5)).isEqualTo("120.5");
    }
}
