package dev.handshakelab.linux;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;

/**
 * Runs a few sessions and prints what is told of them, a line for each thing with the session's
 * name before it: for a JVM of its own, with other privileges than the tests'.
 */
final class SessionsAsAnybody {
  private final LinuxRunner runner;

  private SessionsAsAnybody(LinuxRunner runner) {
    this.runner = runner;
  }

  public static void main(String[] arguments) throws RunFailure {
    try (var runner = new LinuxRunner(LinuxRunner.Limits.USUAL)) {
      print("capability", runner.capability());
      var sessions = new SessionsAsAnybody(runner);
      sessions.run("basic", "{}");
      sessions.run("close", "{exchange: {close: 'CLIENT'}}");
      sessions.run("exchange", "{exchange: {clientBytes: 10, serverBytes: 20, close: 'BOTH'}}");
      sessions.run(
          "reset",
          "{steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},"
              + " {atMs: 0, end: 'SERVER', call: 'ABORT'}]}");
      sessions.run("refused", "{server: {listens: false}}");
      String lost =
          "{network: {faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1,"
              + " action: 'DROP'}]}}";
      if (runner.refuse(KernelRequests.asking(lost)).isEmpty()) {
        sessions.run("lost", lost);
      }
      print(
          "delay",
          runner.refuse(
              KernelRequests.asking(
                  "{network: {toServer: {delayMs: 2}, toClient: {delayMs: 2}}}")));
      print("settings", runner.refuse(KernelRequests.asking("{client: {timestamps: false}}")));
      print("isn", runner.refuse(KernelRequests.asking("{client: {isns: [1]}}")));
      print(
          "after",
          runner.refuse(
              KernelRequests.asking("{steps: [{afterSegment: 1, end: 'CLIENT', call: 'CLOSE'}]}")));
    }
  }

  private void run(String name, String members) throws RunFailure {
    Trace trace = runner.run(KernelRequests.asking(members), entry -> {});
    print(name, "clock " + trace.clock());
    print(name, "outcome " + Stories.outcome(trace));
    Stories.segments(trace).forEach(line -> print(name, line));
    Stories.transitions(trace).forEach(line -> print(name, line));
    Stories.calls(trace).forEach(line -> print(name, line));
    Stories.notes(trace).forEach(line -> print(name, line));
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.Sent sent) {
        print(name, sent.provenance() + " at " + sent.atNs());
      }
    }
  }

  private static void print(String name, Object line) {
    System.out.println(name + ": " + line);
  }
}
