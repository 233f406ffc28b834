package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a machine that only goes on. All its moments share one table, which is changed
 * in place; only the latest of them may be asked, and the others say so instead of telling what is
 * no longer true. One thread at a time.
 */
final class DrivenConnections implements Connections {
  private final ConnectionTable table;

  /** How many changes the table has seen at this moment. */
  private final long moment;

  private DrivenConnections(ConnectionTable table) {
    this.table = table;
    this.moment = table.changes();
  }

  static Connections empty() {
    return new DrivenConnections(new ConnectionTable());
  }

  private ConnectionTable now() {
    if (table.changes() != moment) {
      throw new IllegalStateException("this moment of the machine is over: it was driven on");
    }
    return table;
  }

  @Override
  public long nextDeadline() {
    return now().nextDeadline();
  }

  @Override
  public @Nullable Slot first() {
    return now().first();
  }

  @Override
  public @Nullable Slot numbered(int number) {
    return now().numbered(number);
  }

  @Override
  public @Nullable Slot on(Path path) {
    return now().on(path);
  }

  @Override
  public List<Slot> inOrder() {
    return now().inOrder();
  }

  @Override
  public int restless() {
    return now().restless();
  }

  @Override
  public Connections with(Slot slot) {
    now().put(slot);
    return new DrivenConnections(table);
  }

  @Override
  public Connections without(Slot slot) {
    var known = numbered(slot.number());
    if (known == null) {
      return this;
    }
    table.remove(known);
    return new DrivenConnections(table);
  }

  @Override
  public Connections none() {
    return empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DrivenConnections that && inOrder().equals(that.inOrder());
  }

  @Override
  public int hashCode() {
    return inOrder().hashCode();
  }

  @Override
  public String toString() {
    return inOrder().toString();
  }
}
