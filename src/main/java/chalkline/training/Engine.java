package chalkline.training;

import chalkline.network.Network;

/** What can build and train a network: Deeplearning4j is one. */
public interface Engine {

    /** The engine's name for people, as in a table's heading: "Deeplearning4j". */
    String name();

    /**
     * A model with the network's given parameters and, where none are given, parameters drawn from its seed.
     *
     * @throws chalkline.network.InvalidInputException where the engine cannot do what the network asks for
     */
    Model build(Network network);
}
