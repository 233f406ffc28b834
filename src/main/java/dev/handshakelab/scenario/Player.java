package dev.handshakelab.scenario;

/**
 * What plays an end: it decides which members of a request can be honoured and what they are when
 * nothing is said.
 */
public enum Player {
  /** The simulator as Linux 6.18. */
  LINUX("profile LINUX", EndSpec.Stack.SIMULATOR, EndSpec.Profile.LINUX),
  /** The simulator by the text of RFC 9293. */
  RFC_9293("profile RFC_9293", EndSpec.Stack.SIMULATOR, EndSpec.Profile.RFC_9293),
  /** This machine's kernel. */
  KERNEL("the kernel", EndSpec.Stack.KERNEL, EndSpec.Profile.LINUX);

  private final String label;
  private final EndSpec.Stack stack;
  private final EndSpec.Profile profile;

  Player(String label, EndSpec.Stack stack, EndSpec.Profile profile) {
    this.label = label;
    this.stack = stack;
    this.profile = profile;
  }

  /** As it is called in a sentence. */
  public String label() {
    return label;
  }

  public EndSpec.Stack stack() {
    return stack;
  }

  public EndSpec.Profile profile() {
    return profile;
  }

  public static Player of(EndSpec.Stack stack, EndSpec.Profile profile) {
    return switch (stack) {
      case KERNEL -> KERNEL;
      case SIMULATOR ->
          switch (profile) {
            case LINUX -> LINUX;
            case RFC_9293 -> RFC_9293;
          };
    };
  }
}
