package chalkline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
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
        root().setLevel(Level.WARN);
        start(console, "%level %logger{0} - %msg%n");
    }

    /** Also writes log lines, from INFO on, to that file. */
    static void alsoTo(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        root().setLevel(Level.INFO);
        root().iteratorForAppenders().forEachRemaining(console -> {
            ch.qos.logback.classic.filter.ThresholdFilter warnings =
                    new ch.qos.logback.classic.filter.ThresholdFilter();
            warnings.setLevel("WARN");
            warnings.start();
            console.addFilter(warnings);
        });
        start(appender, "%d{ISO8601} %level %logger{0} - %msg%n");
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context());
        encoder.setPattern(pattern);
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
