package dev.handshakelab.linux.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A passage while its copies are still handed over. */
final class Logged {
  private final Passage passage;
  private final Passage.@Nullable Handed[] handed;
  private Passage.@Nullable Handed answered;
  private @Nullable String lost;

  Logged(Passage passage) {
    this.passage = passage;
    handed = new Passage.Handed[passage.copies().size()];
  }

  /**
   * @param copy from 1
   */
  void handed(int copy, Passage.Handed when) {
    handed[copy - 1] = when;
  }

  /** What a router said of it was handed to its sender. */
  void answered(Passage.Handed when) {
    answered = when;
  }

  /** It was not handed over, for this reason. */
  void lost(String why) {
    lost = why;
  }

  /** What is known of it now. */
  Passage now() {
    List<Passage.Copy> copies = new ArrayList<>();
    for (Passage.Copy copy : passage.copies()) {
      copies.add(
          new Passage.Copy(
              copy.copy(),
              copy.octets(),
              copy.corrupted(),
              copy.askedNs(),
              handed[copy.copy() - 1]));
    }
    return new Passage(
        passage.from(),
        passage.injectedBy(),
        passage.octets(),
        passage.takenNs(),
        passage.verdict(),
        passage.strippedTo(),
        copies,
        lost,
        answered);
  }
}
