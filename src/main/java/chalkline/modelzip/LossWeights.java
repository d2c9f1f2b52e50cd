package chalkline.modelzip;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** A loss's weights in a configuration's JSON: a list of numbers, or an array whose shape is that of its data. */
final class LossWeights {
    static final BigDecimal LARGEST_COUNT = BigDecimal.valueOf(Integer.MAX_VALUE);
    static final Set<String> DATA_TYPES = Set.of("FLOAT", "DOUBLE");

    private LossWeights() {}

    /** Why they are not weights; empty if they are, or null. */
    static Optional<String> problem(JsonElement value) {
        if (value.isJsonNull() || value instanceof JsonArray) {
            return Optional.empty();
        }
        if (!(value instanceof JsonObject array)) {
            return Optional.of("is not a list of numbers");
        }
        boolean known = array.keySet().equals(Set.of("dataType", "shape", "data"))
                && array.get("dataType") instanceof JsonPrimitive type
                && DATA_TYPES.contains(type.getAsString())
                && array.get("shape") instanceof JsonArray shape
                && array.get("data") instanceof JsonArray values
                && holds(shape, values.size());
        return known ? Optional.empty() : Optional.of("is not an array of FLOAT or DOUBLE numbers with its shape");
    }

    /** Their numbers, if they have no {@link #problem}. */
    static JsonElement numbers(JsonElement value) {
        return value instanceof JsonObject array ? array.get("data") : value;
    }

    private static boolean holds(JsonArray shape, int size) {
        BigDecimal product = BigDecimal.ONE;
        for (JsonElement length : shape) {
            if (!isCount(length) || shape.size() > 4) {
                return false;
            }
            product = product.multiply(new BigDecimal(length.getAsString()));
        }
        return !shape.isEmpty() && product.compareTo(BigDecimal.valueOf(size)) == 0;
    }

    /** Whether it is a whole number from 0 to {@link #LARGEST_COUNT}. */
    static boolean isCount(JsonElement value) {
        return value instanceof JsonPrimitive number
                && number.isNumber()
                && number.getAsString().matches("[0-9]{1,10}")
                && new BigDecimal(number.getAsString()).compareTo(LARGEST_COUNT) <= 0;
    }
}
