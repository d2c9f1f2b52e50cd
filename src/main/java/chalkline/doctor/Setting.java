package chalkline.doctor;

import java.util.List;
import java.util.stream.Collectors;

/** A setting, {@code KEY=VALUE}, as a person writes it into the file. */
final class Setting {
    private Setting() {}

    /** {@code data.normalize: standardize}, several with commas between. */
    static String lines(List<String> settings) {
        return settings.stream().map(each -> each.replaceFirst("=", ": ")).collect(Collectors.joining(", "));
    }
}
