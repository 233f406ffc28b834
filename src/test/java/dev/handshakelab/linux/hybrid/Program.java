package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.FarEnd;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.tun.NetNamespace;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Another program at the kernel's end, in the namespace of a session: it has a user of its own, and
 * all that is known of it is whether it has ended. It begins when the session first looks at it.
 */
final class Program implements FarEnd, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final List<String> command;
  private final BooleanSupplier done;
  private @Nullable Process process;
  private @Nullable Path output;

  private Program(NetNamespace namespace, BooleanSupplier done, String... command) {
    this.command = new ArrayList<>(List.of("nsenter", "--net=" + namespace.file()));
    this.command.addAll(List.of(command));
    this.done = done;
  }

  /** One whose end the session waits for. */
  static Program ending(NetNamespace namespace, String... command) {
    return new Program(namespace, () -> false, command);
  }

  /**
   * One that does not end by itself.
   *
   * @param done whether it has nothing more to do for the session
   */
  static Program livingOn(NetNamespace namespace, BooleanSupplier done, String... command) {
    return new Program(namespace, done, command);
  }

  static boolean isInstalled(String name) {
    try {
      return new ProcessBuilder("which", name).start().waitFor() == 0;
    } catch (IOException cannotAsk) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void listen() {}

  @Override
  public void perform(Step step, long atNs) {
    throw new IllegalStateException("another program makes its own calls, not " + step);
  }

  @Override
  public boolean turn() {
    if (process != null) {
      return false;
    }
    try {
      // Through a pipe, which nobody reads meanwhile, it would come to a halt.
      output = Files.createTempFile("program", ".out");
      process = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
      return true;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** What it has printed, once it has ended well. */
  String printed() throws IOException, InterruptedException {
    Process ended = process;
    if (ended == null || output == null || !ended.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(command + " has not ended");
    }
    String errors = new String(ended.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ended.exitValue() != 0) {
      throw new AssertionError(command + " ended with " + ended.exitValue() + ": " + errors);
    }
    return Files.readString(output);
  }

  @Override
  public List<Entry> news(long zeroNs) {
    return List.of();
  }

  @Override
  public boolean mayAccept() {
    return false;
  }

  @Override
  public boolean isSettled() {
    return process != null && (done.getAsBoolean() || !process.isAlive());
  }

  @Override
  public @Nullable StateName state() {
    return null;
  }

  @Override
  public void await(Poll poll) {}

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroy();
    }
    if (output != null) {
      Files.delete(output);
    }
  }
}
