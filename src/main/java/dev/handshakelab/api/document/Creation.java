package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Parameters.header;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.document.Operation.Parameter;

/** What operations that make something have in common, in their calls and in their answers. */
final class Creation {
  private Creation() {}

  static Parameter key() {
    return header(
        "Idempotency-Key",
        "1…255 visible ASCII characters, kept for 24 hours: the same key and body are answered with"
            + " the first answer again, another body is refused.",
        string().put("minLength", 1).put("maxLength", 255),
        "homework-3-attempt-1");
  }

  static Parameter preference(HttpLimits limits) {
    return header(
        "Prefer",
        "`wait=N`: how many seconds to wait for the end, at most "
            + limits.maxWait().toSeconds()
            + "; without it "
            + limits.defaultWait().toSeconds()
            + ".",
        string(),
        "wait=10");
  }

  static Header location(String what, String example) {
    return new Header("Location", "The " + what + ".", string(), example);
  }

  static Header applied() {
    return new Header(
        "Preference-Applied", "The preference that was honoured.", string(), "wait=10");
  }

  static Header replayed() {
    return new Header(
        "Idempotency-Replayed",
        "`true` when this is the answer to an earlier call with the same key.",
        string(),
        "true");
  }
}
