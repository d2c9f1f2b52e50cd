package chalkline.data;

import java.util.regex.Pattern;

/** What columns are called that hold keys: id, customer_id, customerId, and the names that R and pandas give row numbers. */
final class KeyNames {
    private static final Pattern KEY =
            Pattern.compile("(?i)(.*[ _.-])?(id|uid|uuid|guid)([ _.-].*)?|unnamed: [0-9]+|rownames|row\\.names");
    private static final Pattern CAMEL = Pattern.compile(".*[a-z]I[dD]");

    private KeyNames() {}

    static boolean isOne(String name) {
        return KEY.matcher(name).matches() || CAMEL.matcher(name).matches();
    }
}
