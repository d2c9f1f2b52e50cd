package chalkline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import chalkline.network.Sentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Sends warnings to standard error, and the log of a run to its run.log. Configured in code, because a logback.xml in the jar
 * would take over the logging of programs that depend on it.
 */
final class Logging {
    private static final List<String> CLUSTER = List.of("org.apache", "org.sparkproject");

    private Logging() {}

    static void configure() {
        // Spark brings a logging library of its own, of which SLF4J would warn.
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
        if (!isOurs()) {
            return;
        }
        LoggerContext context = context();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        console.addFilter(warnings);
        root().setLevel(Level.WARN);
        // A cluster's library tells of everything that it does: of that, what is wrong goes to the run's log.
        console.addFilter(new ClusterFilter());
        CLUSTER.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        start(console, event -> "");
    }

    /** Denies what a cluster's library says. */
    private static final class ClusterFilter extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return CLUSTER.stream().anyMatch(event.getLoggerName()::startsWith)
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
    }

    /** An open log file. */
    interface RunLog {
        void close();
    }

    /** Writes log lines from INFO on to that file too. */
    static RunLog alsoTo(Path file) {
        if (!isOurs()) {
            return () -> {};
        }
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        Level before = root().getLevel();
        root().setLevel(Level.INFO);
        DateTimeFormatter time =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS ").withZone(ZoneId.systemDefault());
        start(appender, event -> time.format(event.getInstant()));
        return () -> {
            root().detachAppender(appender);
            appender.stop();
            root().setLevel(before);
        };
    }

    /** @param start of an event's line */
    private static void start(OutputStreamAppender<ILoggingEvent> appender, Function<ILoggingEvent, String> start) {
        PlainLayout layout = new PlainLayout(start);
        layout.setContext(context());
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context());
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context());
        appender.setEncoder(encoder);
        appender.start();
        root().addAppender(appender);
    }

    /**
     * One line for each event, "WARN Trainer - …", with foreign text cleaned; a stack trace follows if there is one. Logback's
     * layout of patterns would take a tenth of a second to start.
     */
    private static final class PlainLayout extends LayoutBase<ILoggingEvent> {
        private final Function<ILoggingEvent, String> start;

        PlainLayout(Function<ILoggingEvent, String> start) {
            this.start = start;
        }

        @Override
        public String doLayout(ILoggingEvent event) {
            String logger = event.getLoggerName();
            String line = start.apply(event) + event.getLevel() + " " + logger.substring(logger.lastIndexOf('.') + 1)
                    + " - " + event.getFormattedMessage();
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            return Sentences.plain(line) + "\n" + Sentences.plainLines(trace.replace("\t", "    "));
        }
    }

    /** Whether the log is Chalkline's to configure: spark-submit has one of its own, which messages then go to. */
    private static boolean isOurs() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
