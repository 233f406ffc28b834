package dev.handshakelab.api.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.api.representation.Describe;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON schemas of the records that are answered, read off the records themselves: what the document
 * says of a member is what the code writes. A member is always there, and null is possible, if and
 * only if the component says {@code @Nullable}, unless nulls of that record are left out.
 */
final class RecordSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> byName = new TreeMap<>();
  private final Map<String, Class<?>> typeOf = new HashMap<>();

  /** Every schema that was asked for so far, and those it is made of, by name. */
  Map<String, ObjectNode> all() {
    return byName;
  }

  /** Adds a schema that no record stands for. */
  void add(String name, ObjectNode schema) {
    byName.put(name, schema);
  }

  static ObjectNode ref(String name) {
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  /** A page of such items, under a name of its own. */
  ObjectNode pageOf(Class<?> item) {
    String name = nameOf(item) + "Page";
    ObjectNode page = JSON.objectNode();
    page.put("type", "object");
    page.put("description", "A page of a list.");
    page.putArray("required").add("items").add("next");
    ObjectNode properties = page.putObject("properties");
    ObjectNode items = properties.putObject("items");
    items.put("type", "array");
    items.set("items", of(item));
    ObjectNode next = properties.putObject("next");
    next.putArray("type").add("string").add("null");
    next.put("description", "The cursor for `after` of the next page, null after the last.");
    byName.put(name, page);
    return ref(name);
  }

  ObjectNode listOf(Class<?> item) {
    ObjectNode list = JSON.objectNode().put("type", "array");
    list.set("items", of(item));
    return list;
  }

  /** A reference to the schema of this type, or the schema itself when it has no name. */
  ObjectNode of(Type type) {
    return switch (type) {
      case ParameterizedType generic -> ofGeneric(generic);
      case Class<?> simple -> ofClass(simple);
      default -> throw new IllegalArgumentException("no schema for " + type);
    };
  }

  private ObjectNode ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    ObjectNode schema = JSON.objectNode();
    if (type.getRawType() == List.class) {
      schema.put("type", "array");
      schema.set("items", of(arguments[0]));
      return schema;
    }
    if (type.getRawType() == Map.class) {
      schema.put("type", "object");
      if (arguments[0] instanceof Class<?> key && key.isEnum()) {
        schema.set("propertyNames", names(key));
      }
      schema.set("additionalProperties", of(arguments[1]));
      return schema;
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private ObjectNode ofClass(Class<?> type) {
    ObjectNode schema = JSON.objectNode();
    if (type == String.class) {
      return schema.put("type", "string");
    } else if (type == int.class || type == Integer.class) {
      return schema.put("type", "integer").put("format", "int32");
    } else if (type == long.class || type == Long.class) {
      return schema.put("type", "integer").put("format", "int64");
    } else if (type == boolean.class || type == Boolean.class) {
      return schema.put("type", "boolean");
    } else if (type == UUID.class) {
      return schema.put("type", "string").put("format", "uuid");
    } else if (type == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    } else if (JsonNode.class.isAssignableFrom(type)) {
      return schema.put("type", "object");
    } else if (type == Object.class) {
      // The only one: true, or the reason why not.
      ArrayNode either = schema.putArray("type");
      either.add("boolean").add("string");
      return schema;
    }
    String name = nameOf(type);
    Class<?> namesake = typeOf.putIfAbsent(name, type);
    if (namesake != null && namesake != type) {
      throw new IllegalStateException(name + " would be both " + namesake + " and " + type);
    }
    if (!byName.containsKey(name)) {
      byName.put(name, schema);
      if (type.isEnum()) {
        schema.setAll(names(type));
      } else if (type.isSealed()) {
        oneOf(type, schema);
      } else if (type.isRecord()) {
        object(type, schema);
      } else {
        throw new IllegalArgumentException("no schema for " + type);
      }
    }
    return ref(name);
  }

  private static ObjectNode names(Class<?> type) {
    ObjectNode schema = JSON.objectNode().put("type", "string");
    ArrayNode names = schema.putArray("enum");
    Arrays.stream(type.getEnumConstants()).forEach(each -> names.add(((Enum<?>) each).name()));
    return schema;
  }

  private void oneOf(Class<?> type, ObjectNode schema) {
    describe(type.getAnnotation(Describe.class), schema);
    ArrayNode each = schema.putArray("oneOf");
    ObjectNode mapping = JSON.objectNode();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      each.add(of(permitted));
      mapping.put(kindOf(permitted), "#/components/schemas/" + nameOf(permitted));
    }
    ObjectNode discriminator = schema.putObject("discriminator");
    discriminator.put("propertyName", "kind");
    discriminator.set("mapping", mapping);
  }

  private void object(Class<?> type, ObjectNode schema) {
    schema.put("type", "object");
    describe(type.getAnnotation(Describe.class), schema);
    boolean nullsLeftOut = type.getAnnotation(JsonInclude.class) != null;
    ArrayNode required = JSON.arrayNode();
    ObjectNode properties = JSON.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean nullable = isNullable(component);
      ObjectNode member = member(type, component);
      describe(component.getAnnotation(Describe.class), member);
      properties.set(component.getName(), nullable && !nullsLeftOut ? orNull(member) : member);
      boolean leftOut =
          nullable && nullsLeftOut
              || component.getAccessor().isAnnotationPresent(JsonInclude.class);
      if (!leftOut) {
        required.add(component.getName());
      }
    }
    schema.set("required", required);
    schema.set("properties", properties);
  }

  private ObjectNode member(Class<?> type, RecordComponent component) {
    boolean tellsKind =
        component.getName().equals("kind")
            && type.getInterfaces().length == 1
            && type.getInterfaces()[0].isSealed();
    if (tellsKind) {
      ObjectNode kind = JSON.objectNode().put("type", "string");
      kind.putArray("enum").add(kindOf(type));
      return kind;
    }
    return of(component.getGenericType());
  }

  private static String kindOf(Class<?> item) {
    return item.getSimpleName().replace("Item", "").toUpperCase(Locale.ROOT);
  }

  private static boolean isNullable(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
  }

  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.path("type").isString()) {
      String type = schema.get("type").asString();
      schema.putArray("type").add(type).add("null");
      return schema;
    }
    ObjectNode either = JSON.objectNode();
    ArrayNode any = either.putArray("anyOf");
    JsonNode description = schema.remove("description");
    any.add(schema).addObject().put("type", "null");
    if (description != null) {
      either.set("description", description);
    }
    return either;
  }

  /** Also beside a reference, which OpenAPI 3.1 allows. */
  private static void describe(@Nullable Describe words, ObjectNode schema) {
    if (words != null) {
      schema.put("description", sentence(words.value()));
    }
  }

  static String sentence(String words) {
    int first = words.codePointAt(0);
    String begun =
        Character.toString(Character.toUpperCase(first))
            + words.substring(Character.charCount(first));
    return begun.endsWith(".") ? begun : begun + ".";
  }

  /** Its own name, and what it is of where several have that name. */
  static String nameOf(Class<?> type) {
    String own = type.getSimpleName().replace("Resource", "");
    Class<?> around = type.getEnclosingClass();
    boolean common = own.equals("Kind") || own.equals("Status");
    return around != null && common ? nameOf(around) + own : own;
  }
}
