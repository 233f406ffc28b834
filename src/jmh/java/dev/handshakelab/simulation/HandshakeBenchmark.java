package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** What a simulated session costs before it is stored: its run, with every entry recorded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HandshakeBenchmark {
  @Param({"{}", "{\"scenario\":\"normal-close\"}"})
  public String request = "{}";

  private final Simulator simulator = new Simulator();
  private SessionRequest read;
  private Trace trace;

  @Setup
  public void read() throws RunFailure {
    Reading reading =
        new RequestReading(Limits.USUAL).read(JsonMapper.shared().readTree(request), () -> 42);
    read = ((Reading.Complete) reading).request();
    trace = run();
  }

  @Benchmark
  public Trace run() throws RunFailure {
    return simulator.run(read, entry -> {});
  }

  /** Outcome, analysis and times of each connection. */
  @Benchmark
  public List<Measures> measure() {
    return Measuring.of(trace);
  }
}
