package dev.handshakelab.simulation;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;

/**
 * Writes down the lengths of a listener's two queues, as they are when everything of an instant has
 * happened: at every change, or at most once in every interval.
 */
final class QueueSamples {
  private static final int UNKNOWN = -1;

  private final Party party;
  private final Recorder recorder;
  private final boolean on;
  private final long intervalNs;
  private int synQueue;
  private int acceptQueue;
  private int writtenSynQueue = UNKNOWN;
  private int writtenAcceptQueue = UNKNOWN;
  private long changedAtNs;

  QueueSamples(Party party, EndSpec end, Recorder recorder) {
    this.party = party;
    this.recorder = recorder;
    Double sampleMs = end.queues().sampleMs();
    this.on = sampleMs != null;
    this.intervalNs = sampleMs == null ? 0 : Milliseconds.toNanos(sampleMs);
  }

  /** Time goes on to {@code nextNs}: nothing more can happen before. */
  void advance(long nextNs) {
    if (!on) {
      return;
    }
    boolean changed = synQueue != writtenSynQueue || acceptQueue != writtenAcceptQueue;
    long due = due();
    if (changed && due < nextNs) {
      recorder.write(new Entry.Sample(party, synQueue, acceptQueue, due));
      writtenSynQueue = synQueue;
      writtenAcceptQueue = acceptQueue;
    }
  }

  /** The first multiple of the interval that is not before the change. */
  private long due() {
    return intervalNs == 0 ? changedAtNs : Math.ceilDiv(changedAtNs, intervalNs) * intervalNs;
  }

  /** The host is now so. */
  void look(Host host, long nowNs) {
    if (!on) {
      return;
    }
    var listener = host.listener(Machines.address(party));
    int requests = listener.map(each -> each.halfOpen()).orElse(0);
    int waiting = listener.map(each -> each.acceptQueue().length()).orElse(0);
    if (requests != synQueue || waiting != acceptQueue) {
      synQueue = requests;
      acceptQueue = waiting;
      changedAtNs = nowNs;
    }
  }
}
