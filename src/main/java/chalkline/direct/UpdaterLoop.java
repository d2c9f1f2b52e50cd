package chalkline.direct;

/** An updater at work on a parameter. */
@FunctionalInterface
interface UpdaterLoop {
    /** Changes the entries from one to another, and leaves in their gradients what was subtracted. */
    void update(int from, int to);
}
