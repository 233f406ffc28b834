package dev.handshakelab.simulation;

import java.util.Arrays;

/**
 * Numbers by numbers, 0 where none was put: what is looked up for every event and would be hashed
 * and boxed in a map. An array in pages, so that a port far from all others costs one page.
 */
final class Numbering {
  /** log2 of the numbers of a page. */
  private static final int BITS = 5;

  private static final int PAGE = 1 << BITS;

  private static final int[] EMPTY = new int[0];

  private static final int[][] NO_PAGES = new int[0][];

  private int[][] pages = NO_PAGES;

  /** What was put at {@code index}, which is not negative; 0 when nothing was. */
  int at(int index) {
    int number = index >> BITS;
    int[] page = number < pages.length ? pages[number] : EMPTY;
    return page.length == 0 ? 0 : page[index & PAGE - 1];
  }

  void put(int index, int value) {
    int number = index >> BITS;
    if (number >= pages.length) {
      int before = pages.length;
      pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * before));
      Arrays.fill(pages, before, pages.length, EMPTY);
    }
    if (pages[number].length == 0) {
      pages[number] = new int[PAGE];
    }
    pages[number][index & PAGE - 1] = value;
  }
}
