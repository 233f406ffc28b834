package dev.handshakelab.grading.source;

import dev.handshakelab.wire.Octets;

/** In which of two languages a document is written. Both are read into the same tree. */
public enum Syntax {
  JSON("application/json"),
  YAML("application/yaml");

  /** Rubrics and answers are small; this is far more than any needs. */
  public static final int MOST_OCTETS = 256 * 1024;

  private final String mediaType;

  Syntax(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * @throws Unreadable at the first place that cannot be read
   */
  public Located read(Octets text) throws Unreadable {
    if (text.length() > MOST_OCTETS) {
      throw new Unreadable(
          Place.START, "has " + text.length() + " octets; at most " + MOST_OCTETS + " are read");
    }
    return switch (this) {
      case JSON -> JsonText.read(text);
      case YAML -> YamlText.read(text);
    };
  }
}
