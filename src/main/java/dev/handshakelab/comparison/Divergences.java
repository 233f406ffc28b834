package dev.handshakelab.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The catalogue of what is known to differ. */
public final class Divergences {
  private static final String FILE = "divergences.yaml";

  /** No catalogue at all: whatever differs is unexplained. */
  public static final Divergences NONE = new Divergences(List.of());

  private final List<Divergence> all;

  public Divergences(List<Divergence> all) {
    this.all = List.copyOf(all);
  }

  /** The one that comes with the lab. */
  public static Divergences known() {
    try (InputStream in = Divergences.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is gone");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * @param yaml a list of entries
   * @throws IllegalArgumentException when it is none; says where and what would do
   */
  public static Divergences read(String yaml) {
    return new Divergences(DivergenceReader.read(yaml));
  }

  public List<Divergence> all() {
    return all;
  }

  /** The same without one, as if that were not known. */
  public Divergences without(String name) {
    return new Divergences(all.stream().filter(each -> !each.name().equals(name)).toList());
  }

  /** The first that explains it. */
  Optional<Divergence> explaining(Found found, Aligned run, Circumstances where) {
    return all.stream().filter(each -> each.explains(found, run, where)).findFirst();
  }
}
