package dev.handshakelab.wire;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of octets as a value: copied in, never changed, equal when the octets are equal, printed as
 * hex. Records hold this instead of {@code byte[]}, whose equality is identity.
 *
 * <p>Multi-octet reads are in network byte order (big-endian) and unsigned.
 */
public final class Octets {
  public static final Octets EMPTY = new Octets(new byte[0]);

  /** Null until somebody looks at those of {@link #packet}. */
  private byte @Nullable [] bytes;

  /** Whose octets these are, where they are written on demand; null otherwise. */
  private final @Nullable Packet packet;

  /** Computed when it is asked for first; 0 until then. */
  private int hash;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
    this.packet = null;
  }

  private Octets(Packet packet) {
    this.packet = packet;
  }

  public static Octets of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
  }

  /** The octets of {@code bytes[from, to)}. */
  public static Octets of(byte[] bytes, int from, int to) {
    // copyOfRange would make up zeros behind the end.
    Objects.checkFromToIndex(from, to, bytes.length);
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(bytes, from, to));
  }

  /** Takes the array as it is; nobody else may keep it. */
  static Octets owning(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes);
  }

  /**
   * The octets of a packet that can be written, which are written when somebody looks at them: of
   * most packets of a long run nobody does.
   */
  static Octets onDemand(Packet packet) {
    return new Octets(packet);
  }

  private byte[] bytes() {
    byte[] known = bytes;
    return known == null ? write() : known;
  }

  private byte[] write() {
    byte[] written = Packets.write(Objects.requireNonNull(packet));
    VarHandle.releaseFence(); // another thread that sees the array sees it filled
    bytes = written;
    return written;
  }

  /** {@code count} octets of value zero. */
  public static Octets zeros(int count) {
    return count == 0 ? EMPTY : new Octets(new byte[count]);
  }

  /** Reads hex digits without separators, e.g. {@code "3021b9d8"}. */
  public static Octets ofHex(String hex) {
    return new Octets(HexFormat.of().parseHex(hex));
  }

  public static Octets ofBase64(String base64) {
    return new Octets(Base64.getDecoder().decode(base64));
  }

  public int length() {
    return bytes().length;
  }

  public boolean isEmpty() {
    return bytes().length == 0;
  }

  public int u8(int at) {
    return bytes()[at] & 0xff;
  }

  public int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  public long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** The octets from {@code from} (inclusive) to {@code to} (exclusive). */
  public Octets slice(int from, int to) {
    return from == 0 && to == bytes().length ? this : of(bytes(), from, to);
  }

  /** The octets from {@code from} to the end. */
  public Octets from(int from) {
    return slice(from, bytes().length);
  }

  public Octets plus(Octets more) {
    if (more.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return more;
    }
    byte[] both = Arrays.copyOf(bytes(), bytes().length + more.bytes().length);
    System.arraycopy(more.bytes(), 0, both, bytes().length, more.bytes().length);
    return new Octets(both);
  }

  /** All of these, one after the other. */
  public static Octets joined(Octets... parts) {
    int length = 0;
    for (Octets part : parts) {
      length += part.length();
    }
    byte[] all = new byte[length];
    int at = 0;
    for (Octets part : parts) {
      part.copyTo(all, at);
      at += part.length();
    }
    return owning(all);
  }

  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes(), 0, target, at, bytes().length);
  }

  /** The array itself, for the codecs of this package, which only read it. */
  byte[] shared() {
    return bytes();
  }

  public byte[] toArray() {
    return bytes().clone();
  }

  public String toHex() {
    return HexFormat.of().formatHex(bytes());
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Octets that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(bytes());
    }
    return hash;
  }

  @Override
  public String toString() {
    return toHex();
  }
}
