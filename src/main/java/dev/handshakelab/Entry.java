package dev.handshakelab;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Where the program starts. With {@code grade} as its first argument it grades once and ends,
 * without a server, a database or a framework, since many graders have no network and few seconds;
 * with anything else it is the service.
 */
public final class Entry {
  private Entry() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(GradeCommand.NAME)) {
      List<String> rest = Arrays.asList(args).subList(1, args.length);
      GradeCommand command =
          new GradeCommand(System.getenv(), System.out, System.err, InstantSource.system());
      // Ends as well what an expression that was given up still computes.
      System.exit(command.run(rest));
    }
    HandshakeLab.main(args);
  }
}
