package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where native libraries are unpacked that are then loaded: never where somebody else could have put one. */
@EnabledOnOs(OS.LINUX)
class NativeCacheTest {
    private static final String REMEDY =
            "; name a folder of your own, where 400 MB are free: java -Dorg.bytedeco.javacpp.cachedir=DIR";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory.resolve("work"));
    }

    private Outcome check(String limit, String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/bin/bash", "-c", limit + "exec \"$@\"", "bash"));
        line.addAll(here.javaCommand(
                List.of(options), System.getProperty("java.class.path"), "check", "configs/assignment-01.yaml"));
        return here.process(line);
    }

    private void refused(Outcome outcome, Path cache, String why) {
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err())
                .isEqualTo("native libraries cannot be unpacked into " + cache + ": " + why + REMEDY + "\n");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void isNothingThatEverybodyCanWriteInto() throws IOException, InterruptedException {
        Path cache = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        refused(
                check("", "-Dorg.bytedeco.javacpp.cachedir=" + cache),
                cache,
                "everybody can write into " + cache + ", and so put any library there");
        refused(
                check("", "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("own")),
                cache.resolve("own"),
                "everybody can write into " + cache + ", and so put any library there");
    }

    /** JavaCPP would go on to a folder of a known name among everybody's temporary files. */
    @Test
    void isNotAmongTemporaryFilesWhereThereIsNoHome() throws IOException, InterruptedException {
        Path home = Files.writeString(directory.resolve("home"), "a file");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Outcome outcome = check("", "-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary);
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err())
                .startsWith("native libraries cannot be unpacked into " + home.resolve(".javacpp/cache") + ": ")
                .endsWith(REMEDY + "\n");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysWhereTheDiskTakesNoMore() throws IOException, InterruptedException {
        Path cache = directory.resolve("full");
        Outcome outcome = check("ulimit -f 2000; ", "-Dorg.bytedeco.javacpp.cachedir=" + cache);
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("a library that Chalkline needs cannot be loaded: ")
                .contains("; native libraries are unpacked into " + cache + ", where ")
                .endsWith(REMEDY);
    }

    @Test
    void isNoFolderOfAnotherUser() throws IOException, InterruptedException {
        Path cache = Files.createDirectory(directory.resolve("theirs"));
        try {
            Files.setOwner(
                    cache, cache.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            Assumptions.abort("a folder can be given away by root only: " + e);
        }
        refused(
                check("", "-Dorg.bytedeco.javacpp.cachedir=" + cache),
                cache,
                cache + " belongs to nobody, who could put any library there");
    }

    @Test
    void saysThatItCannotBeWritten() throws IOException, InterruptedException {
        Path cache = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        // Root writes everywhere, unless it gives that right up.
        String asOthers = Files.isWritable(cache) ? "exec setpriv --bounding-set -dac_override \"$@\"; " : "";
        refused(check(asOthers, "-Dorg.bytedeco.javacpp.cachedir=" + cache), cache, "it cannot be written");
    }

    @Test
    void anEncodingThatNativeCodeCannotReadIsRefused() throws IOException, InterruptedException {
        Outcome outcome = check("", "-Dfile.encoding=UTF-16");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err())
                .isEqualTo(
                        "-Dfile.encoding=UTF-16: native libraries cannot be called in this encoding, in which ASCII has"
                                + " other bytes; leave the option out, or name UTF-8\n");
    }
}
