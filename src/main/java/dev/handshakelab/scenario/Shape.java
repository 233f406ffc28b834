package dev.handshakelab.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What may stand at one place of a request: its type and its range. Bodies are checked against
 * these, and the OpenAPI document and the table of members are written from them, so that the three
 * cannot differ.
 */
public sealed interface Shape {

  /** In words, e.g. {@code whole number, 0…14}. */
  String words();

  /** {@code true} or {@code false}. */
  record Truth() implements Shape {
    @Override
    public String words() {
      return "true or false";
    }
  }

  /** A number without a fraction. */
  record Whole(long least, long most) implements Shape {
    @Override
    public String words() {
      return "whole number, " + least + "…" + most;
    }
  }

  /**
   * Any number.
   *
   * @param decimals how many digits may follow the point, trailing zeros not counted; {@link
   *     #ANY_DECIMALS} for any
   */
  record Decimal(BigDecimal least, BigDecimal most, int decimals) implements Shape {
    public static final int ANY_DECIMALS = Integer.MAX_VALUE;

    @Override
    public String words() {
      return "number, "
          + least.toPlainString()
          + "…"
          + most.toPlainString()
          + (decimals == ANY_DECIMALS ? "" : ", at most " + decimals + " decimals");
    }
  }

  /** A string of {@code least}…{@code most} characters. */
  record Text(int least, int most) implements Shape {
    @Override
    public String words() {
      return "text, " + (least > 0 ? least + "…" + most : "at most " + most) + " characters";
    }
  }

  /** One of some names, spelt exactly so. */
  record Choice(List<String> names) implements Shape {
    public Choice {
      names = List.copyOf(names);
    }

    /** The names of an enum's constants. */
    public static Choice of(Enum<?>... constants) {
      return new Choice(List.of(constants).stream().map(Enum::name).toList());
    }

    @Override
    public String words() {
      return String.join(", ", names);
    }
  }

  /** What {@code shape} allows, and {@code null}, which says something of its own. */
  record OrNull(Shape shape) implements Shape {
    @Override
    public String words() {
      return shape.words() + ", or null";
    }
  }

  /** A list of things of one shape. */
  record Items(Shape each, int most) implements Shape {
    @Override
    public String words() {
      return "list of at most " + most + (each instanceof Group ? "" : ": " + each.words());
    }
  }

  /** An object whose member names the client chooses. */
  record Table(Pattern name, Shape each, int most) implements Shape {
    @Override
    public String words() {
      return "object of at most " + most + " members: name " + name + ", value " + each.words();
    }
  }

  /** An object with these members and no others. */
  record Group(List<Member> members) implements Shape {
    public Group {
      members = List.copyOf(members);
    }

    @Override
    public String words() {
      return "object";
    }
  }

  /** A word that stands alone, or else an object. */
  record WordOr(String word, Group group) implements Shape {
    @Override
    public String words() {
      return word + " or object";
    }
  }
}
