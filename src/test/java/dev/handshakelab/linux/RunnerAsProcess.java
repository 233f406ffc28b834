package dev.handshakelab.linux;

import dev.handshakelab.scenario.RunFailure;
import java.io.IOException;

/**
 * A runner in a JVM of its own, to be ended in any way: says what it can when it is ready, runs a
 * session for every line that it is sent, and closes when it is asked to end, as the service does.
 */
final class RunnerAsProcess {
  private RunnerAsProcess() {}

  public static void main(String[] arguments) throws IOException, RunFailure {
    var runner = new LinuxRunner(LinuxRunner.Limits.USUAL);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(runner::close));
    System.out.println(runner.capability());
    while (System.in.read() >= 0) {
      System.out.println(
          runner.run(KernelRequests.basic(), entry -> {}).segments().size() + " segments");
    }
  }
}
