package dev.handshakelab.simulation;

import com.sun.management.OperatingSystemMXBean;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connections of one pair of hosts in one session, one every 0.1 ms: each is opened, closed by both
 * ends, and waits until TIME-WAIT is over, 240 s later, so that all of them exist at once. Seven
 * segments and eleven moves of each are recorded.
 *
 * <p>Besides JMH's time a line for each iteration says how many handshakes a second of the
 * process's CPU time was enough for: user and system time of all its threads, so the compiler's and
 * the garbage collector's too, from the beginning of the iteration to its end. Making the session's
 * hosts is part of it; starting the JVM, warming it up and reading the request are not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    // How the JVM is to use this processor; the heap can be given otherwise by -jvmArgsAppend.
    jvmArgs = {
      "-XX:+UseSerialGC",
      "-XX:+AlwaysPreTouch",
      "-XX:+UseTransparentHugePages",
      "-XX:+UseCompactObjectHeaders",
      "-XX:InlineSmallCode=4000",
      "-XX:FreqInlineSize=500",
      "-XX:MaxInlineLevel=30"
    },
    jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-Xmn5g"})
@Warmup(iterations = 8, time = 5)
@Measurement(iterations = 5, time = 5)
public class ManyConnectionsBenchmark {
  private static final String PLAIN =
      """
      {"seed": 1, "network": {"delayMs": 5}, "exchange": {"close": "NONE"},
       "client": {"profile": "RFC_9293"}, "server": {"profile": "RFC_9293", "backlog": 65535}}\
      """;

  private static final double GAP_MS = 0.1;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Param({"1", "100", "1000", "50000"})
  public int connections;

  private final Simulator simulator = new Simulator();
  private SessionRequest request;
  private long handshakes;
  private long cpuNs;

  @Setup
  public void build() throws RunFailure {
    var read = new RequestReading(Limits.USUAL).read(JsonMapper.shared().readTree(PLAIN), () -> 1);
    var one = ((Reading.Complete) read).request();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      // 49,152 first, the session's own, and the others below and above.
      int port = 1024 + (i + 49_152 - 1024) % (65_536 - 1024);
      steps.add(step(i * GAP_MS, Party.CLIENT, Step.Call.OPEN, port));
      steps.add(step(i * GAP_MS + 20, Party.CLIENT, Step.Call.CLOSE, port));
      steps.add(step(i * GAP_MS + 30, Party.SERVER, Step.Call.CLOSE, port));
    }
    request =
        new SessionRequest(
            one.mode(),
            one.scenario(),
            one.seed(),
            one.labels(),
            one.client(),
            one.server(),
            one.network(),
            one.exchange(),
            steps,
            one.until());
    check(simulator.run(request, _ -> {}));
  }

  private static Step step(double atMs, Party end, Step.Call call, int port) {
    return new Step(new Step.When.At(atMs), end, call, 0, port, false);
  }

  private void check(Trace trace) {
    long segments = trace.entries().stream().filter(Entry.Sent.class::isInstance).count();
    if (segments != 7L * connections || trace.transitions().size() != 11 * connections + 1) {
      throw new IllegalStateException(segments + " segments, not 7 of each connection");
    }
  }

  @Setup(Level.Iteration)
  public void begin() {
    handshakes = 0;
    cpuNs = SYSTEM.getProcessCpuTime();
  }

  @Benchmark
  public Trace run() throws RunFailure {
    handshakes += connections;
    return simulator.run(request, _ -> {});
  }

  @TearDown(Level.Iteration)
  public void tell() {
    double cpuS = (SYSTEM.getProcessCpuTime() - cpuNs) / 1e9;
    System.out.printf(
        "[%d handshakes in %.2f CPU-s: %.0f per CPU-s, %.2f µs each] ",
        handshakes, cpuS, handshakes / cpuS, 1e6 * cpuS / handshakes);
  }
}
