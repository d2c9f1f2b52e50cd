package chalkline.spark;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A column of a Parquet file, whose values become the texts that a CSV file has for them: numbers by their shortest digits, decimals
 * with all of theirs, dates as 2025-12-31, times as 14:30, moments in UTC with a Z behind them.
 *
 * @param column its name
 */
record ParquetCell(String column, int place, Function<Group, String> text) {
    /** 1970-01-01 as INT96 counts days, from 4714 BC. */
    private static final long JULIAN_1970 = 2_440_588;

    /** @throws InvalidInputException where no cell can hold its values */
    static ParquetCell of(Type type, int place) {
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            throw refused(type, "nested", "leave it out, or write a column for each of its values");
        }
        return new ParquetCell(type.getName(), place, text(type.asPrimitiveType(), place));
    }

    /** The text of its value in a row; empty where it is absent. */
    String of(Group row) {
        return row.getFieldRepetitionCount(place) == 0 ? "" : text.apply(row);
    }

    private static InvalidInputException refused(Type type, String what, String remedy) {
        return new InvalidInputException("the Parquet column " + Sentences.quoted(type.getName()) + " is " + what
                + ", which no cell of a table can be; " + remedy);
    }

    private static Function<Group, String> text(PrimitiveType type, int place) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> row -> Boolean.toString(row.getBoolean(place, 0));
            case FLOAT -> row -> Float.toString(row.getFloat(place, 0));
            case DOUBLE -> row -> Double.toString(row.getDouble(place, 0));
            case INT32 -> {
                Whole whole = whole(type);
                yield row -> whole.text(row.getInteger(place, 0));
            }
            case INT64 -> {
                Whole whole = whole(type);
                yield row -> whole.text(row.getLong(place, 0));
            }
            case INT96 -> row -> moment(row.getInt96(place, 0));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                Function<Binary, String> bytes = bytes(type);
                yield row -> bytes.apply(row.getBinary(place, 0));
            }
        };
    }

    /** Nanoseconds of the day, and the day: moments as Spark and Impala write them. */
    private static String moment(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanoseconds = bytes.getLong();
        long day = bytes.getInt() - JULIAN_1970;
        return LocalDate.ofEpochDay(day)
                .atStartOfDay()
                .plusNanos(nanoseconds)
                .atOffset(ZoneOffset.UTC)
                .toString();
    }

    /** What a whole number stands for. */
    private interface Whole {
        String text(long value);
    }

    private static Whole whole(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return meaning == null
                ? Long::toString
                : meaning.accept(new WholeNumbers())
                        .orElseThrow(() -> refused(
                                type, "of the type " + meaning, "leave it out, or write numbers, texts or dates"));
    }

    private static final class WholeNumbers implements LogicalTypeAnnotationVisitor<Whole> {
        @Override
        public Optional<Whole> visit(IntLogicalTypeAnnotation meaning) {
            boolean longs = meaning.getBitWidth() == Long.SIZE;
            return Optional.of(
                    meaning.isSigned()
                            ? Long::toString
                            : value -> longs ? Long.toUnsignedString(value) : Integer.toUnsignedString((int) value));
        }

        @Override
        public Optional<Whole> visit(DecimalLogicalTypeAnnotation meaning) {
            return Optional.of(
                    value -> BigDecimal.valueOf(value, meaning.getScale()).toPlainString());
        }

        @Override
        public Optional<Whole> visit(DateLogicalTypeAnnotation meaning) {
            return Optional.of(value -> LocalDate.ofEpochDay(value).toString());
        }

        @Override
        public Optional<Whole> visit(TimeLogicalTypeAnnotation meaning) {
            TimeUnit unit = unit(meaning.getUnit());
            return Optional.of(
                    value -> LocalTime.ofNanoOfDay(unit.toNanos(value)).toString());
        }

        @Override
        public Optional<Whole> visit(TimestampLogicalTypeAnnotation meaning) {
            TimeUnit unit = unit(meaning.getUnit());
            long inASecond = unit.convert(1, TimeUnit.SECONDS);
            return Optional.of(value -> {
                Instant moment = Instant.ofEpochSecond(
                        Math.floorDiv(value, inASecond), unit.toNanos(Math.floorMod(value, inASecond)));
                LocalDateTime utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
                return meaning.isAdjustedToUTC() ? utc.atOffset(ZoneOffset.UTC).toString() : utc.toString();
            });
        }

        private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
            return switch (unit) {
                case MILLIS -> TimeUnit.MILLISECONDS;
                case MICROS -> TimeUnit.MICROSECONDS;
                case NANOS -> TimeUnit.NANOSECONDS;
            };
        }
    }

    private static Function<Binary, String> bytes(PrimitiveType type) {
        return Optional.ofNullable(type.getLogicalTypeAnnotation())
                .flatMap(meaning -> meaning.accept(new Texts()))
                .orElseThrow(() -> refused(type, "bytes without a meaning", "leave it out, or write it as text"));
    }

    private static final class Texts implements LogicalTypeAnnotationVisitor<Function<Binary, String>> {
        @Override
        public Optional<Function<Binary, String>> visit(StringLogicalTypeAnnotation meaning) {
            return Optional.of(Binary::toStringUsingUTF8);
        }

        @Override
        public Optional<Function<Binary, String>> visit(EnumLogicalTypeAnnotation meaning) {
            return Optional.of(Binary::toStringUsingUTF8);
        }

        @Override
        public Optional<Function<Binary, String>> visit(JsonLogicalTypeAnnotation meaning) {
            return Optional.of(Binary::toStringUsingUTF8);
        }

        @Override
        public Optional<Function<Binary, String>> visit(DecimalLogicalTypeAnnotation meaning) {
            return Optional.of(
                    value -> new BigDecimal(new BigInteger(value.getBytes()), meaning.getScale()).toPlainString());
        }

        @Override
        public Optional<Function<Binary, String>> visit(UUIDLogicalTypeAnnotation meaning) {
            return Optional.of(value -> {
                ByteBuffer bytes = value.toByteBuffer();
                return new UUID(bytes.getLong(), bytes.getLong()).toString();
            });
        }
    }
}
