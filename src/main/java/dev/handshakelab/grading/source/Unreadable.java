package dev.handshakelab.grading.source;

/** A text is no JSON, no YAML, or more than is read. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Place place;

  Unreadable(Place place, String why) {
    super(why);
    this.place = place;
  }

  public Place place() {
    return place;
  }
}
