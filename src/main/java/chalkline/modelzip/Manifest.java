package chalkline.modelzip;

import chalkline.files.Digests;
import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The SHA-256 of every other entry of a model zip. The zip format's checksums catch a damaged entry; the manifest also
 * catches a missing one, or one exchanged together with its checksum.
 */
public record Manifest(Map<String, String> digests) {
    public static final String NAME = "chalkline/manifest.json";
    private static final String FORMAT = "1";

    public static Manifest of(Map<String, byte[]> entries) {
        Map<String, String> digests = new TreeMap<>();
        entries.forEach((name, content) -> digests.put(name, Digests.sha256(content)));
        return new Manifest(digests);
    }

    /**
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are not a manifest
     */
    public static Manifest parse(byte[] json, String where) {
        JsonObject root = StrictJson.parseObject(json, where);
        if (!(root.get("format") instanceof JsonPrimitive format
                        && format.getAsString().equals(FORMAT))
                || !(root.get("entries") instanceof JsonObject entries)) {
            throw new InvalidInputException(where + " is not a manifest of format " + FORMAT);
        }
        Map<String, String> digests = new TreeMap<>();
        entries.entrySet()
                .forEach(entry -> digests.put(
                        entry.getKey(),
                        entry.getValue() instanceof JsonPrimitive digest ? digest.getAsString() : "none"));
        return new Manifest(digests);
    }

    public byte[] json() {
        JsonObject entries = new JsonObject();
        digests.forEach(entries::addProperty);
        JsonObject root = new JsonObject();
        root.addProperty("format", Integer.valueOf(FORMAT));
        root.add("entries", entries);
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws InvalidInputException where the file's entries are not the manifest's */
    public void requireNames(Set<String> names, String shownName) {
        for (String name : digests.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidInputException(
                        shownName + ": is damaged: the entry " + Sentences.quoted(name) + " is missing");
            }
        }
        for (String name : names) {
            if (!digests.containsKey(name) && !name.equals(NAME)) {
                throw new InvalidInputException(shownName + ": was changed after it was saved: the entry "
                        + Sentences.quoted(name) + " was added");
            }
        }
    }

    /** @throws InvalidInputException where the entry's content is not the manifest's */
    public void requireContent(String name, byte[] content, String shownName) {
        if (!digests.get(name).equals(Digests.sha256(content))) {
            throw new InvalidInputException(shownName + ": was changed after it was saved: the entry "
                    + Sentences.quoted(name) + " has other content");
        }
    }
}
