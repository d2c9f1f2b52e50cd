package chalkline.training;

import java.io.InputStream;
import java.io.Serializable;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Machines that work can be spread over: a service, which only some builds of the program have. */
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

    /**
     * What is done with each file of a table by a model.
     *
     * @param <T> what is told of a file
     */
    interface FileWork<T extends Serializable> extends Serializable {
        /**
         * Does it, on any machine.
         *
         * @param number how many files of the table come before
         * @param shownName the file, for messages
         * @param out takes what is written
         * @throws chalkline.network.InvalidInputException where the file cannot be used
         */
        T of(SavedModel model, int number, Path file, String shownName, Writer out);
    }

    /**
     * A model's work on the files of a table.
     *
     * @param engines make the engine that the model is loaded with, on each machine
     */
    record TableWork<T extends Serializable>(Path model, EngineMaker engines, List<Path> files, FileWork<T> ofEach) {}

    /**
     * Does the work on the cluster, each file on one of its machines, and brings together what was written, in UTF-8, in the
     * order of the files. Nothing is handed on before all files were worked through.
     *
     * @param written takes it
     * @return what is told of each file
     * @throws chalkline.network.InvalidInputException where a file cannot be used, with the problems of all
     */
    <T extends Serializable> List<T> gather(String master, TableWork<T> work, Consumer<InputStream> written);

    /**
     * Does the work on the cluster, whose machines write into a folder that all of them see: a file for each of the table,
     * part-00000 and so on, all of them or none.
     *
     * @param ending of their names
     * @return what is told of each file
     * @throws chalkline.network.InvalidInputException where a file cannot be used, with the problems of all, or there is
     *     something in the folder
     */
    <T extends Serializable> List<T> scatter(String master, TableWork<T> work, Path folder, String ending);

    /** Ends the connection, if there is one. */
    @Override
    void close();
}
