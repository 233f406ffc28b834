package dev.handshakelab.history;

import dev.handshakelab.wire.Octets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers keys for as long as the test runs. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {
  private final Map<Key, Held> held = new HashMap<>();

  private record Held(Octets request, @Nullable Answer answer) {}

  @Override
  public synchronized Claim claim(Key key, Octets request) {
    Held was = held.putIfAbsent(key, new Held(request, null));
    if (was == null) {
      return new Claim.Granted();
    }
    if (!was.request().equals(request)) {
      return new Claim.OtherRequest();
    }
    return was.answer() == null ? new Claim.InFlight() : new Claim.Answered(was.answer());
  }

  @Override
  public synchronized void complete(Key key, Answer answer) {
    held.computeIfPresent(key, (same, was) -> new Held(was.request(), answer));
  }

  @Override
  public synchronized void release(Key key) {
    held.remove(key);
  }
}
