package dev.handshakelab;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of a lab in a process of its own, made ready once for all of them: half of what a
 * start costs is reading and checking classes, which the JVM need not do when it finds them in an
 * archive (class data sharing). Only classes of jars can be in one, so ours are put into a jar.
 */
final class SharedClasses {
  private static final Path FOLDER = Path.of("target", "lab-process");

  private SharedClasses() {}

  /** Starts a lab with these options of the JVM, waits until it serves, and ends it. */
  @FunctionalInterface
  interface Training {
    void run(List<String> options) throws IOException, InterruptedException;
  }

  /**
   * Options of the JVM: the class path, and the archive where one could be made. A JVM that cannot
   * use the archive goes without.
   */
  static synchronized List<String> options(Training training)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    List<Path> folders = new ArrayList<>();
    List<String> path = new ArrayList<>();
    Path jar = FOLDER.resolve("lab.jar").toAbsolutePath();
    for (String entry : classPath()) {
      if (Files.isDirectory(Path.of(entry))) {
        folders.add(Path.of(entry));
      } else {
        path.add(entry);
      }
    }
    path.addFirst(jar.toString());
    Path archive = FOLDER.resolve("lab.jsa").toAbsolutePath();
    if (isOlder(jar, folders)) {
      Files.deleteIfExists(archive);
      pack(folders, jar);
    }
    List<String> where = List.of("-cp", String.join(File.pathSeparator, path));
    if (!Files.exists(archive)) {
      training.run(with(where, "-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off"));
    }
    return with(where, "-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off");
  }

  private static List<String> with(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /** Without what only tests have: they configure the log otherwise. */
  private static List<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        // An empty entry is the working directory, of which nothing is wanted.
        .filter(entry -> !entry.isEmpty())
        .filter(entry -> !Files.exists(Path.of(entry, "logback-test.xml")))
        .toList();
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> !each.equals(folder)).sorted().toList();
    }
  }

  private static boolean isOlder(Path jar, List<Path> folders) throws IOException {
    if (!Files.exists(jar)) {
      return true;
    }
    FileTime packed = Files.getLastModifiedTime(jar);
    for (Path folder : folders) {
      for (Path file : below(folder)) {
        if (Files.getLastModifiedTime(file).compareTo(packed) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void pack(List<Path> folders, Path jar) throws IOException {
    Path begun = Files.createTempFile(FOLDER, "lab", ".jar");
    try (OutputStream file = Files.newOutputStream(begun);
        var out = new JarOutputStream(file)) {
      for (Path folder : folders) {
        for (Path each : below(folder)) {
          String name = folder.relativize(each).toString().replace(File.separatorChar, '/');
          // A package is only found by what looks for classes when its folder is an entry, too.
          out.putNextEntry(new JarEntry(Files.isDirectory(each) ? name + "/" : name));
          if (Files.isRegularFile(each)) {
            Files.copy(each, out);
          }
          out.closeEntry();
        }
      }
    }
    Files.move(begun, jar, StandardCopyOption.REPLACE_EXISTING);
  }
}
