package dev.handshakelab.grading.source;

import tools.jackson.core.JacksonException;

/** What the JSON parser says of a fault, without what only whoever programs it would understand. */
public final class JsonFault {
  /** Of a value that does not end; what follows names the parser's input. */
  private static final String BEGINS = " (start marker at ";

  private JsonFault() {}

  /** One sentence without the place, which is the exception's location. */
  public static String told(JacksonException fault) {
    String message = fault.getOriginalMessage();
    int begins = message.indexOf(BEGINS);
    return begins < 0 ? message : message.substring(0, begins);
  }
}
