package dev.handshakelab.grading.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.handshakelab.grading.evidence.MeasuredTime;
import dev.handshakelab.grading.evidence.SegmentField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The structures that an expression sees, with their fields. A field not named here is a fault. */
final class Types implements CelTypeProvider {
  private static final CelType WHOLE = SimpleType.INT;
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType WHOLE_OR_NULL = NullableType.create(SimpleType.INT);

  static final StructType SEGMENT = Structure.type("Segment", segment());

  static final StructType TRANSITION =
      Structure.type(
          "Transition",
          Map.of(
              "ordinal", WHOLE,
              "connection", WHOLE,
              "endpoint", TEXT,
              "subject", TEXT,
              "from", TEXT,
              "to", TEXT,
              "atNs", WHOLE_OR_NULL));

  static final StructType ENDPOINT =
      Structure.type(
          "Endpoint", Map.of("address", TEXT, "port", WHOLE, "isn", WHOLE_OR_NULL, "state", TEXT));

  static final StructType SAMPLE =
      Structure.type(
          "Sample",
          Map.of(
              "endpoint", TEXT,
              "synQueue", WHOLE,
              "acceptQueue", WHOLE,
              "atNs", WHOLE_OR_NULL));

  static final StructType TIMING = Structure.type("Timing", timing());

  private static final ImmutableList<StructType> ALL =
      ImmutableList.of(SEGMENT, TRANSITION, ENDPOINT, SAMPLE, TIMING);

  private static Map<String, CelType> segment() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    for (SegmentField field : SegmentField.values()) {
      fields.put(
          field.label(),
          switch (field.type()) {
            case WHOLE -> WHOLE;
            case WHOLE_OR_NULL -> WHOLE_OR_NULL;
            case TEXT -> TEXT;
            case TRUTH -> SimpleType.BOOL;
            case TEXTS -> ListType.create(TEXT);
          });
    }
    return fields;
  }

  private static Map<String, CelType> timing() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    for (MeasuredTime time : MeasuredTime.values()) {
      fields.put(time.label(), WHOLE_OR_NULL);
    }
    fields.put("retransmissionWaits", ListType.create(WHOLE));
    fields.put("synRetransmissions", WHOLE);
    fields.put("synAckRetransmissions", WHOLE);
    return fields;
  }

  /** Every field there is, for those who misspell one. */
  static Set<String> fieldNames() {
    Set<String> names = new TreeSet<>();
    ALL.forEach(type -> names.addAll(type.fieldNames()));
    return names;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(ALL);
  }

  @Override
  public Optional<CelType> findType(String name) {
    return ALL.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .map(CelType.class::cast);
  }
}
