package dev.handshakelab.grading;

import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Place;
import dev.handshakelab.scenario.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What was found to be wrong with a document so far. */
public final class Flaws {
  /** More than anybody reads. */
  static final int MOST = 200;

  private final Located document;
  private final List<Flaw> found = new ArrayList<>();
  private boolean more;

  public Flaws(Located document) {
    this.document = document;
  }

  public void add(String pointer, String detail) {
    add(pointer, document.place(pointer), detail);
  }

  void add(String pointer, Place place, String detail) {
    if (found.size() < MOST) {
      found.add(new Flaw(pointer, place.line(), place.column(), detail));
    } else if (!more) {
      more = true;
      found.add(new Flaw("", 1, 1, "there are more than " + MOST + " faults; these are the first"));
    }
  }

  /** Where the text of a value begins. */
  Place content(String pointer) {
    return document.content(pointer);
  }

  boolean none() {
    return found.isEmpty();
  }

  public void throwIfAny() throws Flawed {
    if (!found.isEmpty()) {
      throw new Flawed(found);
    }
  }

  /** Ends a sentence about a name that does not exist. */
  static String didYouMean(String meant, Collection<String> names) {
    return Suggestions.nearest(meant, names)
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse("; there are " + String.join(", ", names));
  }
}
