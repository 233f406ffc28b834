package dev.handshakelab.api.representation;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import org.jspecify.annotations.Nullable;

/** An end left a state. */
public record TransitionResource(
    @Describe("from 1 in order of the trace") int ordinal,
    int connection,
    Party endpoint,
    @Describe("whose state: the listening socket's or the connection's") Entry.Subject subject,
    StateName from,
    StateName to,
    @Nullable Long atNs,
    @Nullable CauseResource cause,
    @Nullable String rule,
    Provenance provenance,
    @Describe("the kernel's own name of `to` where it differs") @Nullable String kernelState) {

  public static TransitionResource of(Entry.Transition transition) {
    return new TransitionResource(
        transition.ordinal(),
        transition.connection(),
        transition.endpoint(),
        transition.subject(),
        transition.from(),
        transition.to(),
        transition.atNs(),
        CauseResource.of(transition.cause()),
        transition.rule(),
        transition.provenance(),
        transition.kernelState());
  }
}
