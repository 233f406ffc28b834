package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The machine stays readable beside §3.10: whoever has to scroll has lost the thread. The sources
 * are read with the compiler's own parser.
 */
class SizeOfTheMachineTest {
  /** From the first line of its declaration, annotations included, to its closing brace. */
  private static final int LINES_OF_A_METHOD = 40;

  private static final int LINES_OF_A_FILE = 300;

  private static final Path SOURCES = Path.of("src/main/java/dev/handshakelab/tcp");

  @Test
  void noMethodHasMoreThanFortyLines() throws IOException {
    List<String> methods = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    for (Path file : files()) {
      measure(file.getFileName().toString(), Files.readString(file), methods, tooLong);
    }
    assertThat(methods).hasSizeGreaterThan(500);
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noFileHasMoreThanThreeHundredLines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files()) {
      int lines = Files.readAllLines(file).size();
      if (lines > LINES_OF_A_FILE) {
        tooLong.add(file.getFileName() + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void oneLineTooManyIsNoticed() throws IOException {
    List<String> tooLong = new ArrayList<>();
    measure("A.java", method(LINES_OF_A_METHOD), new ArrayList<>(), tooLong);
    assertThat(tooLong).isEmpty();
    measure("A.java", method(LINES_OF_A_METHOD + 1), new ArrayList<>(), tooLong);
    assertThat(tooLong).containsExactly("A.java: a has 41 lines");
  }

  private static String method(int lines) {
    return "class A {\n  void a() {\n" + "    a();\n".repeat(lines - 2) + "  }\n}\n";
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      List<Path> files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      assertThat(files).hasSizeGreaterThan(50);
      return files;
    }
  }

  private static void measure(
      String name, String source, List<String> methods, List<String> tooLong) throws IOException {
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var task =
        (JavacTask) compiler.getTask(null, null, null, null, null, List.of(new Text(source)));
    for (CompilationUnitTree unit : task.parse()) {
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          var lines = unit.getLineMap();
          long first = lines.getLineNumber(positions.getStartPosition(unit, method));
          long last = lines.getLineNumber(positions.getEndPosition(unit, method));
          methods.add(name + " " + method.getName());
          if (last - first + 1 > LINES_OF_A_METHOD) {
            tooLong.add("%s: %s has %d lines".formatted(name, method.getName(), last - first + 1));
          }
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }
  }

  /** A source file in memory. */
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
