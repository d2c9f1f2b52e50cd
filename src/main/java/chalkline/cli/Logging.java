package chalkline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: warnings to standard error, and a run's to its run.log. Set from code, because a logback.xml inside
 * the jar would take over the logging of whoever depends on it.
 */
final class Logging {
    private Logging() {}

    static void configure() {
        LoggerContext context = context();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        console.addFilter(warnings);
        root().setLevel(Level.WARN);
        start(console, "%level %logger{0} - %msg%n");
    }

    /** A log file that is being written; closing it ends that. */
    interface RunLog {
        void close();
    }

    /** Also writes log lines, from INFO on, to that file. */
    static RunLog alsoTo(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        Level before = root().getLevel();
        root().setLevel(Level.INFO);
        start(appender, "%d{ISO8601} %level %logger{0} - %msg%n");
        return () -> {
            root().detachAppender(appender);
            appender.stop();
            root().setLevel(before);
        };
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context());
        encoder.setPattern(pattern);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context());
        appender.setEncoder(encoder);
        appender.start();
        root().addAppender(appender);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
