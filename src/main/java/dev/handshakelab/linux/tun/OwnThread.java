package dev.handshakelab.linux.tun;

import dev.handshakelab.linux.ffi.LinuxException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does one thing on a thread that ends with it, so that what the thread became ends as well. */
final class OwnThread {
  private OwnThread() {}

  static <T> T call(String name, NetNamespace.Work<T> work) throws LinuxException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            done.complete(work.done());
          } catch (LinuxException | RuntimeException | Error failed) {
            done.completeExceptionally(failed);
          }
        });
    try {
      return done.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case LinuxException refused -> throw refused;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }
}
