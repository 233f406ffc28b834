package dev.handshakelab.requirements;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The tests of the project by their tags. A test has its own tags and those of its classes. */
final class TaggedTests {
  private static final String BASE = "dev.handshakelab";

  private final Map<String, Set<String>> byTag = new TreeMap<>();

  private TaggedTests() {}

  static TaggedTests ofTheProject() {
    var found = new TaggedTests();
    ReflectionSupport.findAllClassesInPackage(
            BASE, _ -> true, name -> name.contains("Test") || name.contains("Contract"))
        .forEach(found::add);
    return found;
  }

  private void add(Class<?> type) {
    for (Method method :
        ReflectionSupport.findMethods(
            type,
            each -> AnnotationSupport.isAnnotated(each, Testable.class),
            HierarchyTraversalMode.TOP_DOWN)) {
      if (method.getDeclaringClass() == type
          && !AnnotationSupport.isAnnotated(method, Disabled.class)) {
        for (String tag : tags(method)) {
          byTag.computeIfAbsent(tag, _ -> new TreeSet<>()).add(name(method));
        }
      }
    }
  }

  private static Set<String> tags(Method method) {
    Set<String> tags = new HashSet<>();
    AnnotationSupport.findRepeatableAnnotations(method, Tag.class)
        .forEach(tag -> tags.add(tag.value()));
    for (Class<?> at = method.getDeclaringClass(); at != null; at = at.getEnclosingClass()) {
      AnnotationSupport.findRepeatableAnnotations(at, Tag.class)
          .forEach(tag -> tags.add(tag.value()));
    }
    return tags;
  }

  /** {@code AckCheckTest.TooOld.theEdge}. */
  private static String name(Method method) {
    List<String> names = new ArrayList<>();
    names.add(method.getName());
    for (Class<?> at = method.getDeclaringClass(); at != null; at = at.getEnclosingClass()) {
      names.addFirst(at.getSimpleName());
    }
    return String.join(".", names);
  }

  /** The names of the tests that show it, in the order of the alphabet. */
  Set<String> of(Requirement requirement) {
    return byTag.getOrDefault(requirement.tag(), Set.of());
  }

  Set<String> tags() {
    return byTag.keySet();
  }
}
