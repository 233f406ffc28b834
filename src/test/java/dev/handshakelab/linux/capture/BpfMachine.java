package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.capture.BpfProgram.Instruction;
import dev.handshakelab.wire.Octets;

/**
 * Runs a classic BPF program as the kernel does, as far as the lab's programs go: a load beyond the
 * packet ends the program and drops it.
 */
final class BpfMachine {
  private BpfMachine() {}

  /** How many octets of the packet the program lets through. */
  static int run(BpfProgram program, Octets packet) {
    int a = 0;
    int x = 0;
    int at = 0;
    while (true) {
      Instruction next = program.instructions().get(at++);
      int k = next.k();
      switch (next.code()) {
        case BpfProgram.LOAD_U8 -> {
          if (k + 1 > packet.length()) {
            return 0;
          }
          a = packet.u8(k);
        }
        case BpfProgram.LOAD_U16 -> {
          if (k + 2 > packet.length()) {
            return 0;
          }
          a = packet.u16(k);
        }
        case BpfProgram.LOAD_U16_INDEXED -> {
          if (x + k + 2 > packet.length()) {
            return 0;
          }
          a = packet.u16(x + k);
        }
        case BpfProgram.LOAD_HEADER_LENGTH -> {
          if (k + 1 > packet.length()) {
            return 0;
          }
          x = 4 * (packet.u8(k) & 0xf);
        }
        case BpfProgram.SHIFT_RIGHT -> a >>>= k;
        case BpfProgram.JUMP_IF_EQUAL -> at += a == k ? next.jt() : next.jf();
        case BpfProgram.JUMP_IF_SET -> at += (a & k) != 0 ? next.jt() : next.jf();
        case BpfProgram.RETURN -> {
          return k;
        }
        default -> throw new AssertionError("no such instruction: " + next);
      }
    }
  }
}
