package chalkline.modelzip;

import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds foreign class names in a JSON configuration of any release of Deeplearning4j, wherever its mapper reads a class name: in
 * a member {@code @class} or {@code type}, as the first of a list of two, and as the single key of an object.
 */
final class ClassNames {
    /** The packages of old and new releases that configurations use. */
    private static final List<String> OWN = List.of(
            "org.deeplearning4j.nn.",
            "org.deeplearning4j.optimize.stepfunctions.",
            "org.eclipse.deeplearning4j.nn.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.dataset.api.preprocessor.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.schedule.");

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(?:[.][\\p{L}_$][\\p{L}\\p{N}_$]*)*");
    /** The lists in which people and Deeplearning4j write names of other things. */
    private static final Set<String> NAME_LISTS = Set.of(
            "variables",
            "params",
            "networkInputs",
            "networkOutputs",
            "vertexInputs",
            "topologicalOrder",
            "topologicalOrderStr");
    /** A class of a YAML document, whose reader makes one of it. */
    private static final Pattern TAG = Pattern.compile("(?:!!|tag:yaml[.]org,2002:)((?:[\\w$]+[.])+[\\w$]+)");

    /** A class name: a package, and a simple name with a capital letter. */
    private static final Pattern QUALIFIED = Pattern.compile("(?:[\\p{L}_$][\\p{L}\\p{N}_$]*[.])+\\p{Lu}.*");

    private static final Set<String> CLASS_MEMBERS = Set.of("@class", "@type", "@c", "class", "type");
    /** Objects whose keys are chosen by people. */
    private static final Set<String> NAMED = Set.of("vertices", "vertexInputs");

    private static final Pattern IN_TEXT = Pattern.compile("\"@(?:class|type|c)\"\\s*:\\s*\"([^\"]*)\"");

    private final Set<String> foreign = new TreeSet<>();

    private ClassNames() {}

    /**
     * The foreign names, sorted.
     *
     * @throws InvalidInputException if the bytes are not JSON and contain no foreign name
     */
    static Set<String> foreign(byte[] json, String where) {
        ClassNames names = new ClassNames();
        String text = new String(json, StandardCharsets.UTF_8);
        // Deeplearning4j reads a configuration line by line, and drops the line feeds.
        String joined = text.replaceAll("[\r\n]+", "");
        names.search(text);
        names.search(joined);
        try {
            names.walk("", StrictJson.parseObject(joined, where));
        } catch (InvalidInputException e) {
            if (names.foreign.isEmpty()) {
                throw e;
            }
        }
        return names.foreign;
    }

    /** The classes that a YAML text has made. */
    static Set<String> ofTags(byte[] yaml) {
        Set<String> names = new TreeSet<>();
        Matcher tag = TAG.matcher(new String(yaml, StandardCharsets.UTF_8));
        while (tag.find()) {
            names.add(Sentences.shown(tag.group(1)));
        }
        return names;
    }

    /** Also finds names in text that is not strict JSON, and behind escapes. */
    private void search(String text) {
        Matcher escape = Pattern.compile("\\\\u+([0-9a-fA-F]{4})").matcher(text);
        String plain = escape.replaceAll(
                found -> Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(found.group(1), 16))));
        Matcher member = IN_TEXT.matcher(plain);
        while (member.find()) {
            take(member.group(1));
        }
    }

    private void walk(String key, JsonElement element) {
        if (element instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                if (isText(member.getValue()) && CLASS_MEMBERS.contains(member.getKey())) {
                    takeMember(member.getKey(), member.getValue().getAsString());
                }
                if (!NAMED.contains(key) && QUALIFIED.matcher(member.getKey()).matches()) {
                    take(member.getKey());
                }
                boolean inputs = key.equals("vertexInputs") && member.getValue() instanceof JsonArray;
                walk(inputs ? key : member.getKey(), member.getValue());
            }
        } else if (element instanceof JsonArray array) {
            // A mapper that expects an object there loads the class whose name comes first, and then looks for the
            // object.
            if (!array.isEmpty() && isText(array.get(0)) && !NAME_LISTS.contains(key)) {
                String first = array.get(0).getAsString();
                boolean object = array.size() > 1 && !isText(array.get(1));
                if (object || first.contains(".")) {
                    take(first);
                }
            }
            for (JsonElement each : array) {
                if (isText(each) && QUALIFIED.matcher(each.getAsString()).matches()) {
                    take(each.getAsString());
                }
                walk(key, each);
            }
        }
    }

    /** A type without a package is Deeplearning4j's own. */
    private void takeMember(String member, String name) {
        if (member.startsWith("@") || name.contains(".")) {
            take(name);
        }
    }

    private void take(String name) {
        boolean own = NAME.matcher(name).matches() && OWN.stream().anyMatch(name::startsWith);
        if (!own) {
            foreign.add(Sentences.shown(name));
        }
    }

    private static boolean isText(JsonElement element) {
        return element instanceof JsonPrimitive text && text.isString();
    }
}
