package dev.handshakelab.comparison;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StatePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the ways of an end part: the first move that the two traces do not share. One of the two is
 * null where that end stayed as it was.
 */
record Parting(Entry.@Nullable Transition simulated, Entry.@Nullable Transition real) {
  /** Null when an end went one way in both. */
  static @Nullable Parting of(Aligned run, int connection, Party party) {
    List<Entry.Transition> ours = StatePath.of(run.simulated(), connection, party).moves();
    List<Entry.Transition> theirs = StatePath.of(run.real(), connection, party).moves();
    int i = 0;
    while (i < ours.size() && i < theirs.size() && ours.get(i).to() == theirs.get(i).to()) {
      i++;
    }
    return i == ours.size() && i == theirs.size()
        ? null
        : new Parting(
            i < ours.size() ? ours.get(i) : null, i < theirs.size() ? theirs.get(i) : null);
  }
}
