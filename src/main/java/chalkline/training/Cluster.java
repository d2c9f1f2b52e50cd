package chalkline.training;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Machines that training can be spread over: a service, which only some builds of the program have. */
public interface Cluster extends AutoCloseable {

    /** Makes an engine on each machine. */
    interface EngineMaker extends Supplier<Engine>, Serializable {}

    /**
     * Lets its machines read the table that is trained on: they must see its files under the same path. This process then has
     * the labels of all rows, and the features of no more rows than it is asked for.
     *
     * @param master its address
     * @param name of the job
     */
    TableFiles tables(String master, String name);

    /**
     * Connects to it, and spreads the rows that a job trains on, which may be those of {@link #tables}.
     *
     * @param master its address
     * @param partitions in how many parts the rows lie; the sum of a gradient, and so the last bits of a parameter, depend on it
     * @param notes is told what a person should know, a sentence at a time
     * @throws chalkline.network.InvalidInputException where there is no such cluster, or the job's steps cannot be cut into parts
     */
    Fitter.Maker connect(String master, int partitions, Job job, EngineMaker engines, Consumer<String> notes);

    /** Ends the connection, if there is one. */
    @Override
    void close();
}
