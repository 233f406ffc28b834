package dev.handshakelab.api;

import dev.handshakelab.api.representation.TraceResource;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import tools.jackson.databind.json.JsonMapper;

/** A trace as JSON: the timeline in one piece, with the connections it speaks of. */
public final class TraceAsJson implements Rendering {
  private final JsonMapper mapper;

  public TraceAsJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public String extension() {
    return "json";
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public Octets render(Trace trace) {
    return Octets.of(mapper.writeValueAsBytes(TraceResource.of(trace)));
  }
}
