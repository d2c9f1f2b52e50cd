package chalkline;

import java.io.IOException;
import java.util.List;

/** The real NumPy. Where there is none, tests that need it are skipped; in continuous integration they fail. */
public final class NumPy {
    private static final Python PYTHON = new Python("numpy", "python3-numpy");

    private NumPy() {}

    /** Runs the script with numpy as np and these arguments, sys.argv[1:]; returns the lines of its output. */
    public static List<String> run(String script, Object... arguments) throws IOException {
        return PYTHON.run("import numpy as np\n" + script, arguments);
    }
}
