package chalkline.files;

import chalkline.network.InvalidInputException;

/** A file that two programs read as two different ones, or that hides bytes from one of them. */
public final class AmbiguousFileException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    AmbiguousFileException(String problem) {
        super(problem);
    }
}
