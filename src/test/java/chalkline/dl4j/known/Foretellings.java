package chalkline.dl4j.known;

import chalkline.check.Check;
import chalkline.check.KnownDifference;
import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Trace;
import java.util.stream.Collectors;

/** What the catalogue says of a step. */
final class Foretellings {
    private Foretellings() {}

    /** The ids of the entries that give the step, with "and" between them; empty where none do. */
    static String of(Network network, Batch batch, Trace trace, String step) {
        return Check.of(network, batch, trace, true, new Catalogue().accepting())
                .step(step)
                .orElseThrow()
                .known()
                .stream()
                .map(KnownDifference::id)
                .collect(Collectors.joining(" and "));
    }
}
