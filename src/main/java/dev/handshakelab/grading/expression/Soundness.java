package dev.handshakelab.grading.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.CelKind;
import dev.handshakelab.grading.expression.Vocabulary.Argument;
import dev.handshakelab.grading.expression.Vocabulary.Helper;
import dev.handshakelab.scenario.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks through a type-checked expression for what would let work or memory multiply, and for words
 * that a helper does not know.
 */
final class Soundness extends CelExprVisitor {
  private static final Set<CelKind> NUMBERS = Set.of(CelKind.INT, CelKind.UINT, CelKind.DOUBLE);

  private final CelAbstractSyntaxTree tree;
  private final Fence fence;
  private final List<Found> found = new ArrayList<>();
  private int comprehensions;
  private int inside;

  /** Something wrong at a node. */
  record Found(CelSourceLocation place, String detail) {}

  private Soundness(CelAbstractSyntaxTree tree, Fence fence) {
    this.tree = tree;
    this.fence = fence;
  }

  static List<Found> of(CelAbstractSyntaxTree tree, Fence fence) {
    Soundness check = new Soundness(tree, fence);
    check.visit(tree.getExpr());
    return check.found;
  }

  @Override
  protected void visit(CelExpr expr, CelComprehension comprehension) {
    if (++comprehensions == fence.comprehensions() + 1) {
      wrong(expr, "has more than " + fence.comprehensions() + " of all, exists, filter, map");
    }
    visit(comprehension.iterRange());
    visit(comprehension.accuInit());
    if (++inside == fence.nested() + 1) {
      wrong(expr, "has all, exists, filter, map nested deeper than " + fence.nested());
    }
    visit(comprehension.loopCondition());
    visit(comprehension.loopStep());
    inside--;
    visit(comprehension.result());
  }

  @Override
  protected void visit(CelExpr expr, CelCall call) {
    if (inside > 0 && call.function().equals("_+_") && !ofTheMacro(call) && !ofNumbers(expr)) {
      wrong(expr, "joins strings or lists inside all, exists, filter, map: they could grow there");
    }
    if (call.function().equals("matches")) {
      checkPattern(call.args().getLast());
    }
    Helper.labelled(call.function()).ifPresent(helper -> checkWords(helper, call.args()));
    super.visit(expr, call);
  }

  /** How filter and map themselves collect their items: no text can name this variable. */
  private static boolean ofTheMacro(CelCall call) {
    CelExpr first = call.args().getFirst();
    return first.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
        && first.ident().name().startsWith("@");
  }

  private boolean ofNumbers(CelExpr expr) {
    return tree.getType(expr.id()).filter(type -> NUMBERS.contains(type.kind())).isPresent();
  }

  /**
   * A pattern that is known beforehand cannot fail, or cost much, for the first time in a grade.
   */
  private void checkPattern(CelExpr given) {
    if (given.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      wrong(given, "a regular expression must be written in the text, not computed");
      return;
    }
    RegularExpression.fault(given.constant().stringValue(), fence)
        .ifPresent(fault -> wrong(given, fault));
  }

  private void checkWords(Helper helper, ImmutableList<CelExpr> arguments) {
    for (int i = 0; i < arguments.size() && i < helper.arguments().size(); i++) {
      CelExpr given = arguments.get(i);
      Argument wanted = helper.arguments().get(i);
      if (given.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
          && given.constant().getKind() == CelConstant.Kind.STRING_VALUE
          && !wanted.admits(given.constant().stringValue())) {
        wrong(given, unknown(given.constant().stringValue(), wanted));
      }
    }
  }

  private static String unknown(String word, Argument wanted) {
    if (wanted.words().isEmpty()) {
      return "'" + word + "' are no flags; write them like 'SYN+ACK' or 'S.'";
    }
    return "'"
        + word
        + "' must be one of "
        + String.join(", ", wanted.words())
        + Suggestions.nearest(word, wanted.words())
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
  }

  private void wrong(CelExpr expr, String detail) {
    CelSourceLocation place =
        tree.getSource().getPositionsMap().containsKey(expr.id())
            ? tree.getSource()
                .getOffsetLocation(tree.getSource().getPositionsMap().get(expr.id()))
                .orElse(CelSourceLocation.NONE)
            : CelSourceLocation.NONE;
    found.add(new Found(place, detail));
  }
}
