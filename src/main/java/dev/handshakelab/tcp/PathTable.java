package dev.handshakelab.tcp;

import java.util.function.IntFunction;

/**
 * The number of the connection on each path, by open addressing: an entry is a number and the hash
 * of its path, and stands at the first free place from where the hash points to. Every segment is
 * looked up here, and of tens of thousands of connections none is in a cache: so one place is read
 * for it, and the one connection whose hash is the same, instead of a chain of nodes and keys.
 *
 * <p>Ports are given out one after the other, and who begins together converses together: so eight
 * ports in a row are neighbours here, too, and what is read for one of them is there for all.
 */
public final class PathTable {
  /** 2^64 divided by the golden ratio: rows that differ by one are spread evenly. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Of a port, and of a place: which of the eight in a row, of 64 octets, it is. */
  private static final int IN_ROW = 3;

  private static final int ROW = (1 << IN_ROW) - 1;

  private static final long NUMBER = 0xFFFFFFFFL;

  private final IntFunction<Path> paths;

  /** The hash above, the number, from 1, below; 0 where nobody stands. At most half are taken. */
  private long[] entries = new long[16];

  private int size;

  /**
   * @param paths the path of the connection with a number
   */
  public PathTable(IntFunction<Path> paths) {
    this.paths = paths;
  }

  /** The number of the connection on a path; 0 for none. */
  public int on(Path path) {
    return (int) (entries[place(path)] & NUMBER);
  }

  /**
   * @param number instead of that of any other connection on the path
   */
  public void put(Path path, int number) {
    int place = place(path);
    if (entries[place] == 0 && ++size > entries.length / 2) {
      grow();
      place = place(path);
    }
    entries[place] = entry(path) | number;
  }

  void remove(Path path) {
    int gap = place(path);
    if (entries[gap] == 0) {
      return;
    }
    size--;
    // Whoever stands behind without a gap may have been kept from a place up to here.
    for (int next = after(gap); entries[next] != 0; next = after(next)) {
      int wanted = first(entries[next]);
      boolean mayMove =
          gap <= next ? wanted <= gap || wanted > next : wanted <= gap && wanted > next;
      if (mayMove) {
        entries[gap] = entries[next];
        gap = next;
      }
    }
    entries[gap] = 0;
  }

  /** Where the path's entry stands, or would. */
  private int place(Path path) {
    long entry = entry(path);
    int place = first(entry);
    while (entries[place] != 0 && !(isAlike(entries[place], entry) && isOn(place, path))) {
      place = after(place);
    }
    return place;
  }

  /** The entry of a path without its number: which row, and above all which port of it. */
  private static long entry(Path path) {
    int local = path.local().port();
    int remote = path.remote().port();
    int hosts = 31 * path.local().address().hashCode() + path.remote().address().hashCode();
    int ports = local >>> IN_ROW << 16 - IN_ROW | remote >>> IN_ROW;
    int row = hosts * (int) SPREAD + ports;
    return (long) (row << IN_ROW | (local ^ remote) & ROW) << 32;
  }

  private static boolean isAlike(long one, long other) {
    return (one ^ other) >>> 32 == 0;
  }

  private boolean isOn(int place, Path path) {
    return paths.apply((int) (entries[place] & NUMBER)).equals(path);
  }

  /** Where an entry stands when nobody is in its way. */
  private int first(long entry) {
    int rows = entries.length >>> IN_ROW;
    long row = (entry >>> 32 + IN_ROW) * SPREAD >>> Long.numberOfLeadingZeros(rows) + 1;
    return (int) row << IN_ROW | (int) (entry >>> 32) & ROW;
  }

  private int after(int place) {
    return place + 1 & entries.length - 1;
  }

  private void grow() {
    long[] before = entries;
    entries = new long[2 * before.length];
    for (long entry : before) {
      if (entry != 0) {
        int place = first(entry);
        while (entries[place] != 0) {
          place = after(place);
        }
        entries[place] = entry;
      }
    }
  }
}
