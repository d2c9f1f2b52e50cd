package chalkline.modelzip;

import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds foreign class names in a JSON configuration of any release of Deeplearning4j, wherever its mapper reads a class name: in
 * a member {@code @class} or {@code type}, as the first of a list of two, and as the single key of an object; and in the tags of
 * YAML, whose readers make objects of them.
 */
final class ClassNames {
    /** The packages of old and new releases that configurations use. */
    private static final List<String> OWN = List.of(
            "org.deeplearning4j.nn.",
            "org.deeplearning4j.optimize.stepfunctions.",
            "org.deeplearning4j.preprocessors.",
            "org.eclipse.deeplearning4j.nn.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.dataset.api.preprocessor.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.schedule.");

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(?:[.][\\p{L}_$][\\p{L}\\p{N}_$]*)*+");
    /** The lists in which people and Deeplearning4j write names of other things. */
    private static final Set<String> NAME_LISTS = Set.of(
            "variables",
            "params",
            "networkInputs",
            "networkOutputs",
            "vertexInputs",
            "topologicalOrder",
            "topologicalOrderStr");
    /** A class name: a package, and a simple name with a capital letter. */
    private static final Pattern QUALIFIED = Pattern.compile("(?:[\\p{L}_$][\\p{L}\\p{N}_$]*+[.])++\\p{Lu}.*+");

    private static final Pattern CLASS_LIKE = Pattern.compile("[^\\s\\d.+-]\\S*+");
    private static final Set<String> CLASS_MEMBERS = Set.of("@class", "@type", "@c", "class", "type");
    /** Objects whose keys are chosen by people. */
    private static final Set<String> NAMED = Set.of("vertices", "vertexInputs");

    private static final Pattern COMMENT = Pattern.compile("/[*][^*]*+[*]+/");
    private static final Pattern MEMBER = Pattern.compile(
            "\\\\*+[\"']?@(?:class|type|c)\\\\*+[\"']?\\s*+[:=]\\s*+\\\\*+[\"']?([^\"'\\\\\\s,}\\]]*+)");
    private static final Pattern LIST = Pattern.compile("\\[\\s*+\"((?:[\\w$]++[.])++[\\w$]++)\"\\s*+,\\s*+[\\[{]");

    private static final Pattern TAG = Pattern.compile("(?m)(?:^|[\\s\\[{,])!(?:<([^>\\s]*+)>|([^\\s,\\[\\]{}]*+))");
    private static final Pattern TAG_HANDLE = Pattern.compile("(?m)^%TAG[ \\t]++(![\\w-]*!?)[ \\t]++(\\S++)");
    private static final String YAML_ORG = "tag:yaml.org,2002:";

    private final Set<String> foreign = new TreeSet<>();

    private ClassNames() {}

    /** The foreign names that are seen without reading the text as a whole, sorted; tags are those of YAML. */
    static Set<String> seen(String text, boolean tags) {
        ClassNames names = new ClassNames();
        names.search(text);
        // Deeplearning4j reads a configuration line by line, and drops the line feeds.
        names.search(text.replaceAll("[\r\n]+", ""));
        if (tags && text.indexOf('!') >= 0) {
            names.tags(text);
        }
        return names.foreign;
    }

    /**
     * The foreign names in the members of a configuration, sorted.
     *
     * @throws InvalidInputException if the text is not JSON
     */
    static Set<String> inJson(String text, String where) {
        ClassNames names = new ClassNames();
        names.walk("", StrictJson.parseObject(text.replaceAll("[\r\n]+", ""), where));
        return names.foreign;
    }

    /** Also finds names in text that is not strict JSON, behind escapes and in a text within the text. */
    private void search(String text) {
        String plain = COMMENT.matcher(TextSigns.withoutEscapes(text)).replaceAll("");
        if (plain.indexOf('@') >= 0) {
            take(MEMBER, plain);
        }
        take(LIST, plain);
    }

    private void take(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            take(found.group(1));
        }
    }

    private void tags(String yaml) {
        Map<String, String> prefixes = new HashMap<>(Map.of("!!", YAML_ORG));
        Matcher handle = TAG_HANDLE.matcher(yaml);
        while (handle.find()) {
            prefixes.put(handle.group(1), handle.group(2));
        }
        Matcher tag = TAG.matcher(yaml);
        while (tag.find()) {
            String whole = tag.group(1) != null ? tag.group(1) : whole("!" + tag.group(2), prefixes);
            String name = decoded(whole.replace(YAML_ORG, "")).replaceAll("^!+", "");
            boolean resolved = whole.contains(YAML_ORG) && name.contains(".");
            if (resolved || QUALIFIED.matcher(name).matches()) {
                take(name);
            }
        }
    }

    private static String whole(String tag, Map<String, String> prefixes) {
        int end = tag.indexOf('!', 1) + 1;
        String handle = end > 0 ? tag.substring(0, end) : "!";
        return prefixes.getOrDefault(handle, "") + tag.substring(handle.length());
    }

    private static String decoded(String tag) {
        try {
            return URLDecoder.decode(tag.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return tag;
        }
    }

    private void walk(String key, JsonElement element) {
        if (element instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                if (isText(member.getValue())) {
                    takeMember(member.getKey(), member.getValue().getAsString());
                }
                boolean wrapped = member.getValue() instanceof JsonObject && isLikeAClass(member.getKey());
                if (!NAMED.contains(key)
                        && (wrapped || QUALIFIED.matcher(member.getKey()).matches())) {
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
                if (object || isLikeAClass(first)) {
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

    /** Numbers and sentences have points too. */
    private static boolean isLikeAClass(String text) {
        return text.contains(".") && CLASS_LIKE.matcher(text).matches();
    }

    /** A type without a package is Deeplearning4j's own. */
    private void takeMember(String member, String name) {
        boolean ofClass = CLASS_MEMBERS.contains(member)
                || member.toLowerCase(Locale.ROOT).endsWith("class")
                || member.toLowerCase(Locale.ROOT).endsWith("classname");
        if (ofClass && (member.startsWith("@") || name.contains("."))) {
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
