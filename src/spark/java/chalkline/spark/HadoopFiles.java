package chalkline.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The file systems that Hadoop knows, set up as Spark's settings spark.hadoop.… say, on the driver and in an executor. */
final class HadoopFiles {
    private HadoopFiles() {}

    static Configuration configuration() {
        SparkConf settings =
                SparkEnv.get() == null ? new SparkConf() : SparkEnv.get().conf();
        return SparkHadoopUtil.get().newConfiguration(settings);
    }

    /** That of a path; on a disk of this machine it writes no files of checksums. */
    static FileSystem of(Path path) throws IOException {
        FileSystem files = path.getFileSystem(configuration());
        files.setWriteChecksum(false);
        return files;
    }
}
