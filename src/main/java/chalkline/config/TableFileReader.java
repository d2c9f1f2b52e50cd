package chalkline.config;

import chalkline.data.CsvParts;
import chalkline.files.Addresses;
import chalkline.network.InvalidInputException;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the name of a table: a file, or several that form one, by their path or their address.
 *
 * @param directory what paths are taken from
 */
record TableFileReader(Path directory) {

    Optional<Path> read(YamlValue field) {
        Optional<String> text =
                field.node() instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
        if (text.isEmpty()) {
            return ConfigurationReader.existing(field, directory);
        }
        Optional<String> address = text.filter(Addresses::isOne);
        Optional<Path> path = address.isPresent()
                ? addressed(field, address.get())
                : ConfigurationReader.path(field).map(directory::resolve);
        if (path.filter(CsvParts::isSeveral).isEmpty()) {
            return address.isPresent()
                    ? path.flatMap(file -> ConfigurationReader.existing(field, file, address.get(), ""))
                    : path.flatMap(file -> ConfigurationReader.existing(field, directory));
        }
        try {
            if (!CsvParts.of(path.get()).isEmpty()) {
                return path;
            }
        } catch (IOException e) {
            // A folder that cannot be listed has nothing to read.
        }
        field.problem("there is no table in " + YamlProblems.shown(field.node()));
        return Optional.empty();
    }

    private static Optional<Path> addressed(YamlValue field, String address) {
        try {
            Optional<Path> path = Addresses.find(address);
            // A build that reads none says so.
            return path.isPresent() ? path : ConfigurationReader.path(field);
        } catch (InvalidInputException e) {
            field.problem(e.getMessage());
            return Optional.empty();
        }
    }
}
