package chalkline.dl4j;

import java.io.ObjectInputFilter;

/**
 * Switches Java deserialization off in this virtual machine. Nothing of Chalkline needs it, nor does Deeplearning4j to
 * train, copy, save and load; {@link ModelZip} never reaches it. This stands behind, for what nobody thought of.
 */
public final class SerializationGuard {

    private static final ObjectInputFilter NOTHING = info -> ObjectInputFilter.Status.REJECTED;

    private static volatile ObjectInputFilter allowed = NOTHING;

    private SerializationGuard() {}

    /** Refuses every object from now on. Where the virtual machine has a filter already, that one stays. */
    public static void install() {
        if (ObjectInputFilter.Config.getSerialFilter() != null) {
            return;
        }
        try {
            ObjectInputFilter.Config.setSerialFilter(info -> allowed.checkInput(info));
        } catch (IllegalStateException e) {
            // Somebody was faster: the filter can be set only once.
        }
    }

    /**
     * Allows what a library that was asked for cannot do without.
     *
     * @param pattern in the language of {@code jdk.serialFilter}; what it does not name stays refused
     */
    public static void allow(String pattern) {
        allowed = ObjectInputFilter.Config.createFilter(pattern + ";!*");
    }
}
