package dev.handshakelab.trace;

import dev.handshakelab.wire.Octets;

/**
 * One way to show a trace: a drawing, a table, a capture file. Everything that serves traces offers
 * every rendering it is given, so a new one is one class and nothing else.
 *
 * <p>The same trace gives the same octets, always.
 */
public interface Rendering {
  /** How a file of it ends, without the dot, e.g. {@code txt}; no two renderings share one. */
  String extension();

  /** Its media type with parameters, e.g. {@code text/plain;charset=utf-8}. */
  String mediaType();

  /** The whole document. */
  Octets render(Trace trace);
}
