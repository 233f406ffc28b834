package dev.handshakelab.grading.source;

/** JSON pointers (RFC 6901). */
public final class Pointers {
  private Pointers() {}

  /** The pointer of a member; §3 says how a name is written. */
  public static String member(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * @param index from 0
   */
  public static String item(String pointer, int index) {
    return pointer + "/" + index;
  }
}
