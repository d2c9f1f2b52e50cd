package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single cells are, read as the type that a column of them is given. */
class ColumnTypeTest {
    /** The expected time is what the text says, in UTC where it has a zone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2025-03-05                          | 2025-03-05T00:00
            2025-03-05T14:30:05,250             | 2025-03-05T14:30:05.25
            2025-03-05 14:30:05.250000          | 2025-03-05T14:30:05.25
            2025-03-05T14:30+02:00              | 2025-03-05T12:30
            2025-03-05 14:30:05 +0530           | 2025-03-05T09:00:05
            2025-03-05T14:30:00+01:00[Europe/Berlin] | 2025-03-05T13:30
            2025-07-05 14:30:00 CET             | 2025-07-05T12:30
            20250305T143005Z                    | 2025-03-05T14:30:05
            25.12.2025                          | 2025-12-25T00:00
            25.12.2025, 14:30 Uhr               | 2025-12-25T14:30
            25.12.69                            | 2069-12-25T00:00
            12/25/2025, 2:30:05 PM              | 2025-12-25T14:30:05
            12/25/2025 12:05 am                 | 2025-12-25T00:05
            Thu, 25 Dec 2025 14:30:05 GMT       | 2025-12-25T14:30:05
            Thu, 25 Dec 2025 14:30:05 -0500     | 2025-12-25T19:30:05
            Thu Dec 25 14:30:05 2025            | 2025-12-25T14:30:05
            Thu Dec 25 14:30:05 +0000 2025      | 2025-12-25T14:30:05
            25/Dec/2025:14:30:05 +0100          | 2025-12-25T13:30:05
            December 25th, 2025                 | 2025-12-25T00:00
            Thursday, December 25, 2025         | 2025-12-25T00:00
            25th of December 2025               | 2025-12-25T00:00
            Sept 3, 2025                        | 2025-09-03T00:00
            25.Dec.2025                         | 2025-12-25T00:00
            Dec-25-2025                         | 2025-12-25T00:00
            Donnerstag, 25. Dezember 2025       | 2025-12-25T00:00
            5. März 2025                        | 2025-03-05T00:00
            1er août 2025                       | 2025-08-01T00:00
            25 févr. 2025                       | 2025-02-25T00:00
            5 de marzo de 2025                  | 2025-03-05T00:00
            2025年12月25日                        | 2025-12-25T00:00
            2025Q4                              | 2025-10-01T00:00
            Q2 2025                             | 2025-04-01T00:00
            2025-W01                            | 2024-12-30T00:00
            2025-W01-3                          | 2025-01-01T00:00
            2025/11                             | 2025-11-01T00:00
            2025M11                             | 2025-11-01T00:00
            Nov 2025                            | 2025-11-01T00:00
            """)
    void aDateHasOneReading(String text, LocalDateTime time) {
        assertThat(DateEvidence.of(text).readings()).hasSize(1).first().satisfies(form -> {
            assertThat(form.parse(text) * 86_400)
                    .isCloseTo(time.toEpochSecond(ZoneOffset.UTC) + time.getNano() / 1e9, within(1e-4));
            assertThat(ColumnType.ofWords(form.toWords())).isEqualTo(form);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "14:30, 52200",
        "2:30 pm, 52200",
        "12:05 AM, 300",
        "14.30.05, 52205",
        "14:30:05.25, 52205.25",
        "8h05, 29100",
        "30:15:10, 108910",
        "1:23.5, 5010"
    })
    void aTimeIsAShareOfADay(String text, double seconds) {
        assertThat(DateForm.days(DateForm.TIME).parse(text) * 86_400).isCloseTo(seconds, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31.02.2025",
                "2025-13-01",
                "Toy Story (1995)",
                "12 Main Street",
                "2025-027",
                "May be 2 2025",
                "13:30 pm",
                "14:65",
                "Q5 2025",
                "2025-W60",
                "v1.2.2025b",
                "555-123-4567"
            })
    void otherTextsAreNoDates(String text) {
        assertThat(DateEvidence.of(text).readings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (1.50)          | -1.5
            −12             | -12
            29-             | -29
            $1,300.00       | 1300
            -$1,300.00      | -1300
            ($1,300.00)     | -1300
            1.300,50 €      | 1300.5
            1.300,50-       | -1300.5
            CHF 1'217.50    | 1217.5
            Rs.1,299.50     | 1299.5
            Rs. 12,34,567   | 1234567
            ₹1,00,000       | 100000
            1,000,000+      | 1000000
            ~49             | 49
            6,745E+05       | 674500
            2,5 %           | 0.025
            4 ‰             | 0.004
            """)
    void aNumberWithSignsHasOneReading(String text, double value) {
        NumberEvidence evidence = new NumberEvidence();
        evidence.add(text);
        assertThat(evidence.isNumbers()).isTrue();
        assertThat(evidence.readings()).hasSize(1).first().satisfies(form -> {
            assertThat(form.parse(text)).isEqualTo(value);
            assertThat(ColumnType.ofWords(form.toWords())).isEqualTo(form);
        });
    }

    /** 5 among per cents may be five of them or 500. */
    @Test
    void aNumberWithoutItsUnitIsNoneWhereTheUnitCounts() {
        NumberForm share = NumberForm.PLAIN.with("%");
        assertThat(share.parse("5%")).isEqualTo(0.05);
        assertThat(share.parse("0")).isZero();
        assertThat(share.parse("5")).isNaN();
        assertThat(share.noun()).isEqualTo("a number with the unit %");
        assertThat(NumberForm.PLAIN.with("€").parse("5")).isEqualTo(5);
        assertThat(new NumberForm('.', "", Map.of("%", 0.01, "", 0.01)).parse("5"))
                .isEqualTo(0.05);
        assertThat(new NumberForm('.', "", Map.of("MB", 1.0, "GB", 1000.0)).parse("5"))
                .isEqualTo(5);
    }

    @Test
    void unitsThatDifferByAFactorAreKnown() {
        assertThat(Prefixes.factors(List.of("°N", "°S")))
                .containsEntry("°N", 1.0)
                .containsEntry("°S", -1.0);
        assertThat(Prefixes.factors(List.of("W", "E"))).containsEntry("W", -1.0).containsEntry("E", 1.0);
    }
}
