package dev.handshakelab.linux.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/**
 * A classic BPF program: what the kernel runs over each packet to decide how many octets of it a
 * tap gets (McCanne and Jacobson, 1993; linux/filter.h). Offsets count from the IP header, since a
 * SOCK_DGRAM tap strips the link's.
 */
record BpfProgram(List<Instruction> instructions) {
  BpfProgram {
    instructions = List.copyOf(instructions);
  }

  /**
   * @param code what to do
   * @param jt instructions to skip when a comparison holds
   * @param jf instructions to skip when it does not
   * @param k the operand
   */
  record Instruction(int code, int jt, int jf, int k) {}

  /** Octets of a packet that an accepting program lets through: more than any packet has. */
  static final int WHOLE = 0x40000;

  static final int LOAD_U16 = 0x28;
  static final int LOAD_U8 = 0x30;
  static final int LOAD_U16_INDEXED = 0x48;
  static final int LOAD_HEADER_LENGTH = 0xb1;
  static final int SHIFT_RIGHT = 0x74;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_SET = 0x45;
  static final int RETURN = 0x06;

  /** Drops everything. */
  static BpfProgram nothing() {
    return new BpfProgram(List.of(new Instruction(RETURN, 0, 0, 0)));
  }

  /**
   * Accepts every TCP segment from or to a port, over IPv4 (not the later fragments of a packet)
   * and over IPv6 without extension headers.
   */
  static BpfProgram tcpPort(int port) {
    return new BpfProgram(
        List.of(
            new Instruction(LOAD_U8, 0, 0, 0), // 0: version and header length
            new Instruction(SHIFT_RIGHT, 0, 0, 4),
            new Instruction(JUMP_IF_EQUAL, 0, 9, 4), // not IPv4: to 12
            new Instruction(LOAD_U8, 0, 0, 9), // protocol
            new Instruction(JUMP_IF_EQUAL, 0, 14, 6),
            new Instruction(LOAD_U16, 0, 0, 6), // fragment offset
            new Instruction(JUMP_IF_SET, 12, 0, 0x1fff),
            new Instruction(LOAD_HEADER_LENGTH, 0, 0, 0), // X = octets of the IPv4 header
            new Instruction(LOAD_U16_INDEXED, 0, 0, 0), // source port
            new Instruction(JUMP_IF_EQUAL, 10, 0, port),
            new Instruction(LOAD_U16_INDEXED, 0, 0, 2), // destination port
            new Instruction(JUMP_IF_EQUAL, 8, 7, port),
            new Instruction(JUMP_IF_EQUAL, 0, 6, 6), // 12: IPv6?
            new Instruction(LOAD_U8, 0, 0, 6), // next header
            new Instruction(JUMP_IF_EQUAL, 0, 4, 6),
            new Instruction(LOAD_U16, 0, 0, 40), // source port
            new Instruction(JUMP_IF_EQUAL, 3, 0, port),
            new Instruction(LOAD_U16, 0, 0, 42), // destination port
            new Instruction(JUMP_IF_EQUAL, 1, 0, port),
            new Instruction(RETURN, 0, 0, 0), // 19: drop
            new Instruction(RETURN, 0, 0, WHOLE))); // 20: accept
  }

  /** {@code struct sock_fprog} and the program it points to. */
  MemorySegment write(SegmentAllocator memory) {
    MemorySegment program = memory.allocate(8L * instructions.size(), Long.BYTES);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      program.set(JAVA_SHORT, 8L * i, (short) instruction.code());
      program.set(JAVA_BYTE, 8L * i + 2, (byte) instruction.jt());
      program.set(JAVA_BYTE, 8L * i + 3, (byte) instruction.jf());
      program.set(JAVA_INT, 8L * i + 4, instruction.k());
    }
    MemorySegment header = memory.allocate(16, Long.BYTES);
    header.set(JAVA_SHORT, 0, (short) instructions.size());
    header.set(ADDRESS, 8, program);
    return header;
  }
}
