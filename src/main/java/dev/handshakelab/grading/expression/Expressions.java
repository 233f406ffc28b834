package dev.handshakelab.grading.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.handshakelab.grading.expression.Vocabulary.Argument;
import dev.handshakelab.grading.expression.Vocabulary.Helper;
import dev.handshakelab.scenario.Suggestions;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into expressions: CEL over typed structures, so a misspelt field is found before
 * anything is graded. Neither the {@code bindings} nor the {@code strings} library is there: with
 * them a short text could fill the memory. What was compiled lately is kept.
 */
public final class Expressions {
  private static final int KEPT = 2000;
  private static final Pattern FIELD = Pattern.compile("undefined field '([^']+)'.*");
  private static final Pattern WORD = Pattern.compile("undeclared reference to '([^']+)'.*");

  private final Fence fence;
  private @Nullable Engine engine;

  private final Map<String, Expression> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
          return size() > KEPT;
        }
      };

  public Expressions(Fence fence) {
    this.fence = fence;
  }

  /** What knows CEL; to build it takes a while, so only whoever compiles waits for it. */
  private record Engine(CelCompiler compiler, CelRuntime runtime) {
    static Engine of(Fence fence) {
      CelOptions options =
          CelOptions.current()
              .maxExpressionCodePointSize(fence.characters())
              .maxParseExpressionNodeCount(fence.nodes())
              .maxParseRecursionDepth(fence.depth())
              .comprehensionMaxIterations(fence.iterations())
              .maxRegexProgramSize(fence.regex())
              // Macros collect in a variable that no text can name, which Soundness relies on.
              .enableHiddenAccumulatorVar(true)
              // The planner asks for it: 1 == 1.0 is true.
              .enableHeterogeneousNumericComparisons(true)
              .build();
      CelCompilerBuilder words =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(options)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .setTypeProvider(new Types());
      Vocabulary.VARIABLES.forEach(words::addVar);
      for (Helper helper : Helper.values()) {
        words.addFunctionDeclarations(declaration(helper));
      }
      CelRuntime runtime =
          CelRuntimeFactory.plannerRuntimeBuilder()
              .setOptions(options)
              .setTypeProvider(new Types())
              .addFunctionBindings(Helpers.ofNumbers())
              .addLateBoundFunctions(
                  Arrays.stream(Helper.values())
                      .filter(helper -> helper != Helper.SEQ_ADD && helper != Helper.SEQ_DIFF)
                      .map(Helper::label)
                      .toList())
              .build();
      return new Engine(words.build(), runtime);
    }
  }

  private synchronized Engine engine() {
    if (engine == null) {
      engine = Engine.of(fence);
    }
    return engine;
  }

  private static CelFunctionDecl declaration(Helper helper) {
    List<CelType> arguments = helper.arguments().stream().map(Argument::type).toList();
    return CelFunctionDecl.newFunctionDeclaration(
        helper.label(),
        CelOverloadDecl.newGlobalOverload(helper.overload(), helper.result(), arguments));
  }

  public Fence fence() {
    return fence;
  }

  /**
   * @throws Unsound when the text is no expression, breaks the fence, or comes to something that
   *     nothing can be compared with
   */
  public Expression compile(String text) throws Unsound {
    synchronized (kept) {
      Expression before = kept.get(text);
      if (before != null) {
        return before;
      }
    }
    Expression compiled = compileAnew(text);
    synchronized (kept) {
      kept.put(text, compiled);
    }
    return compiled;
  }

  private Expression compileAnew(String text) throws Unsound {
    if (text.codePointCount(0, text.length()) > fence.characters()) {
      throw at(CelSourceLocation.of(1, 0), "has more than " + fence.characters() + " characters");
    }
    try {
      CelAbstractSyntaxTree tree = engine().compiler().compile(text).getAst();
      List<Soundness.Found> found = Soundness.of(tree, fence);
      if (!found.isEmpty()) {
        throw new Unsound(
            found.stream().map(each -> issue(text, each.place(), each.detail())).toList());
      }
      Optional<ValueType> type = ValueType.of(tree.getResultType());
      if (type.isEmpty()) {
        throw at(
            CelSourceLocation.of(1, 0),
            "comes to "
                + tree.getResultType().name()
                + "; it must come to a number, text, true or false, or a list of one of these");
      }
      return new Expression(text, type.get(), engine().runtime().createProgram(tree));
    } catch (CelValidationException wrong) {
      throw new Unsound(
          wrong.getErrors().stream()
              .map(error -> issue(text, error.getSourceLocation(), inWords(error)))
              .toList());
    } catch (CelEvaluationException | RuntimeException | StackOverflowError wrong) {
      throw at(CelSourceLocation.of(1, 0), "cannot be compiled: " + wrong.getMessage());
    }
  }

  private static Unsound at(CelSourceLocation place, String detail) {
    return new Unsound(
        List.of(new Unsound.Issue(Math.max(0, place.getLine() - 1), place.getColumn(), detail)));
  }

  private static String inWords(CelIssue error) {
    String message = error.getMessage();
    if (message.startsWith("token recognition error at: '=")) {
      return "= is no operator of CEL; use ==";
    }
    Matcher field = FIELD.matcher(message);
    if (field.matches()) {
      return "there is no field '"
          + field.group(1)
          + "'"
          + near(field.group(1), Types.fieldNames());
    }
    Matcher word = WORD.matcher(message);
    if (word.matches()) {
      return "there is nothing called '"
          + word.group(1)
          + "'"
          + near(word.group(1), Vocabulary.words());
    }
    return message;
  }

  private static String near(String meant, Collection<String> words) {
    return Suggestions.nearest(meant, words)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("; there are " + String.join(", ", words));
  }

  private static Unsound.Issue issue(String text, CelSourceLocation place, String detail) {
    int line = Math.max(0, place.getLine() - 1);
    int column = Math.max(0, place.getColumn());
    List<String> lines = text.lines().toList();
    String shown = line < lines.size() ? lines.get(line) : "";
    return new Unsound.Issue(
        line, column, detail + "\n  " + shown + "\n  " + " ".repeat(column) + "^");
  }
}
