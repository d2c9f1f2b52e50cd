package chalkline.yaml;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import chalkline.yaml.YamlNode.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Builds {@link YamlNode}s from the parser's events. Depth and aliases are limited while the tree grows, so a hostile file
 * is never expanded.
 */
public final class YamlParser {
    /** Far more than a configuration needs, far less than a stack overflow takes. */
    private static final int MAX_DEPTH = 50;
    /** The most nodes that all aliases together may expand to. */
    private static final int MAX_ALIASED_NODES = 100_000;

    private final String file;
    private final String text;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;
    private int aliasedNodes;

    /** What an alias expands to, and its number of nodes. */
    private record Anchored(YamlNode node, int size) {}

    private YamlParser(String file, String text) {
        this.file = file;
        this.text = text;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /**
     * The one document in the text.
     *
     * @param file what messages call it
     * @throws InvalidInputException if it is not YAML, is empty, has several documents, is nested too deeply, or has
     *     aliases that expand too far
     */
    public static YamlNode parse(String file, String text) {
        YamlParser parser = new YamlParser(file, text);
        try {
            return parser.document();
        } catch (MarkedYamlEngineException e) {
            Optional<Position> position =
                    e.getProblemMark().or(e::getContextMark).map(YamlParser::position);
            String context = e.getContext() == null ? "" : " " + e.getContext();
            throw parser.refused(position, "not valid YAML" + context + ": " + oneLine(e.getProblem()), e);
        } catch (ReaderException e) {
            String message = String.format("not valid YAML: the character U+%04X is not allowed", e.getCodePoint());
            throw parser.refused(Optional.of(parser.positionOf(e.getPosition())), message, e);
        } catch (YamlVersionException e) {
            throw parser.refused(Optional.empty(), "not YAML 1.2, as its %YAML line says", e);
        } catch (YamlEngineException e) {
            throw parser.refused(Optional.empty(), "not valid YAML: " + oneLine(e.getMessage()), e);
        }
    }

    private YamlNode document() {
        YamlNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (root != null) {
                        throw refused(event, "a second document starts here, but a file is one configuration");
                    }
                    root = node(events.next(), 1);
                }
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case Scalar, Alias, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
                    throw refused(event, "not valid YAML");
            }
        }
        if (root == null || root instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            throw refused(Optional.empty(), "the file is empty", null);
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(event, "nested more than " + MAX_DEPTH + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        refuseTag(event);
        int before = nodes++;
        YamlNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> new YamlNode.Sequence(position(event), items(depth));
            case MappingStart -> new YamlNode.Mapping(position(event), entries(depth));
            default -> throw refused(event, "not valid YAML");
        };
        ((NodeEvent) event)
                .getAnchor()
                .map(Anchor::getValue)
                .ifPresent(name -> anchors.put(name, new Anchored(node, nodes - before)));
        return node;
    }

    private static YamlNode.Scalar scalar(ScalarEvent event) {
        return new YamlNode.Scalar(position(event), event.getValue(), event.isPlain());
    }

    private List<YamlNode> items(int depth) {
        List<YamlNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return items;
    }

    private List<YamlNode.Entry> entries(int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            if (!(node(event, depth + 1) instanceof YamlNode.Scalar key)) {
                throw refused(event, "a key must be text, not a list or a map");
            }
            entries.add(new YamlNode.Entry(key, node(events.next(), depth + 1)));
            event = events.next();
        }
        return entries;
    }

    /** An anchor is known only once its node is complete, so no node can contain itself. */
    private YamlNode aliased(AliasEvent event) {
        Anchored anchored = anchors.get(event.getAlias().getValue());
        if (anchored == null) {
            throw refused(event, "*" + event.getAlias().getValue() + " has no anchor before it");
        }
        nodes += anchored.size();
        aliasedNodes += anchored.size();
        if (aliasedNodes > MAX_ALIASED_NODES) {
            throw refused(event, "the aliases of this file stand for more than " + MAX_ALIASED_NODES + " values");
        }
        return anchored.node();
    }

    private void refuseTag(Event event) {
        Optional<String> tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
        if (tag.isPresent()) {
            throw refused(event, "the tag " + Sentences.shown(tag.get()) + " is not used here: leave it out");
        }
    }

    private InvalidInputException refused(Event event, String message) {
        return refused(Optional.of(position(event)), message, null);
    }

    private InvalidInputException refused(Optional<Position> position, String message, Throwable cause) {
        return new InvalidInputException(YamlProblems.sentence(file, position, "", message), cause);
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlParser::position).orElse(new Position(1, 1));
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Position positionOf(int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Position(line + 1, index - lineStart + 1);
    }

    private static String oneLine(String message) {
        if (message != null && message.contains("(TAB)")) {
            return "a tab stands here, and YAML indents with spaces only";
        }
        return message == null
                ? "it cannot be read"
                : message.strip().lines().findFirst().orElse("");
    }
}
