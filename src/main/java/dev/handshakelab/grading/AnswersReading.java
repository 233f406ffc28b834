package dev.handshakelab.grading;

import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Pointers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a document like {@code {"q1": "0x1F", "q2": ["SYN", "ACK"]}} into answers. */
public final class AnswersReading {
  /** Of one answer, in octets of UTF-8. */
  public static final int MOST_OCTETS = 4096;

  private static final int MOST_ITEMS = 200;
  private static final int MOST_SCALE = 100;

  private final Flaws flaws;

  private AnswersReading(Flaws flaws) {
    this.flaws = flaws;
  }

  /**
   * @param pointer where the answers stand in the document, empty when they are all of it
   * @throws Flawed when an answer is none, or answers what the rubric does not ask
   */
  public static Answers read(Located document, String pointer, Rubric rubric) throws Flawed {
    Flaws flaws = new Flaws(document);
    Answers answers = new AnswersReading(flaws).read(document.tree().at(pointer), pointer, rubric);
    flaws.throwIfAny();
    return answers;
  }

  private Answers read(JsonNode tree, String pointer, Rubric rubric) {
    SortedMap<String, Answer> answers = new TreeMap<>();
    if (!tree.isObject()) {
      flaws.add(pointer, "must be an object with an answer to each question");
      return Answers.NONE;
    }
    List<String> asked = rubric.checks().stream().map(Check::id).toList();
    for (String id : tree.propertyNames()) {
      String member = Pointers.member(pointer, id);
      if (!asked.contains(id)) {
        flaws.add(
            member,
            "there is no question \"" + Members.shortened(id) + "\"" + Flaws.didYouMean(id, asked));
        continue;
      }
      Answer answer = answer(tree.get(id), member, id, true);
      if (answer != null && isUnderstood(answer, rubric.check(id).orElseThrow(), member)) {
        answers.put(id, answer);
      }
    }
    return new Answers(answers);
  }

  private boolean isUnderstood(Answer answer, Check check, String pointer) {
    if (!(check instanceof Check.Answer question)) {
      return true;
    }
    Understanding understanding = question.understanding();
    if (understanding.of(answer).isPresent()) {
      return true;
    }
    flaws.add(
        pointer,
        "the answer to "
            + check.id()
            + " cannot be read: \""
            + Members.shortened(answer.text())
            + "\" is not "
            + understanding.wanted());
    return false;
  }

  private @Nullable Answer answer(JsonNode node, String pointer, String id, boolean mayBeList) {
    return switch (node.getNodeType()) {
      case STRING -> words(node.asString(), pointer, id);
      case NUMBER -> number(node.decimalValue(), pointer, id);
      case BOOLEAN -> new Answer.Truth(node.asBoolean());
      case ARRAY -> mayBeList ? several(node, pointer, id) : wrong(node, pointer, id);
      case NULL -> mayBeList ? null : wrong(node, pointer, id);
      case OBJECT, BINARY, MISSING, POJO -> wrong(node, pointer, id);
    };
  }

  private @Nullable Answer words(String text, String pointer, String id) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
      flaws.add(pointer, "the answer to " + id + " has more than " + MOST_OCTETS + " octets");
      return null;
    }
    return new Answer.Words(text);
  }

  private @Nullable Answer number(BigDecimal value, String pointer, String id) {
    if (Math.abs(value.scale()) > MOST_SCALE || value.precision() > MOST_SCALE) {
      flaws.add(pointer, "the answer to " + id + " is beyond any number of this lab");
      return null;
    }
    return new Answer.Figure(value);
  }

  private @Nullable Answer several(JsonNode array, String pointer, String id) {
    if (array.size() > MOST_ITEMS) {
      flaws.add(pointer, "the answer to " + id + " has more than " + MOST_ITEMS + " items");
      return null;
    }
    List<Answer> items = new ArrayList<>();
    int octets = 0;
    for (int i = 0; i < array.size(); i++) {
      Answer item = answer(array.get(i), Pointers.item(pointer, i), id, false);
      if (item == null) {
        return null;
      }
      items.add(item);
      octets += item.text().length();
    }
    return octets > MOST_OCTETS
        ? words("x".repeat(MOST_OCTETS + 1), pointer, id)
        : new Answer.Several(items);
  }

  private @Nullable Answer wrong(JsonNode node, String pointer, String id) {
    flaws.add(
        pointer,
        "the answer to "
            + id
            + " must be a number, a string, or a list of these, not "
            + Members.inWords(node));
    return null;
  }
}
