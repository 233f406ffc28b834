package dev.handshakelab.api;

import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.format.Format;
import dev.handshakelab.grading.format.Formats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** One grade, many formats: {@code ?format=} wins over {@code Accept}. */
final class GradeFormats {
  private final Formats formats;

  GradeFormats(Formats formats) {
    this.formats = formats;
  }

  /** A format, with the parameters that the caller gave it. */
  record Chosen(Format format, Map<String, String> parameters) {
    /** Where it is kept whether results are released, the caller has no say in it. */
    Chosen released(boolean released) {
      if (!format.parameters().contains(Format.RELEASED)) {
        return this;
      }
      Map<String, String> more = new HashMap<>(parameters);
      more.put(Format.RELEASED, Boolean.toString(released));
      return new Chosen(format, more);
    }

    ResponseEntity<byte[]> answer(Grade grade) {
      byte[] body;
      try {
        body = format.render(grade, parameters).toArray();
      } catch (IllegalArgumentException wrong) {
        throw new Refusal(
            ProblemType.PARAMETER, "for format " + format.name() + ": " + wrong.getMessage());
      }
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType(format.mediaType()))
          .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
          .body(body);
    }
  }

  /** For a grade that is not kept: the caller also says whether results are released. */
  Chosen choose(Query query, @Nullable String accept) throws HttpMediaTypeNotAcceptableException {
    return choose(query, accept, true);
  }

  Chosen ofKept(Query query, @Nullable String accept) throws HttpMediaTypeNotAcceptableException {
    return choose(query, accept, false);
  }

  private Chosen choose(Query query, @Nullable String accept, boolean withReleased)
      throws HttpMediaTypeNotAcceptableException {
    String name = query.text("format");
    Format format = name == null ? accepted(accept) : named(name);
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : format.parameters()) {
      boolean mayBeGiven = withReleased || !parameter.equals(Format.RELEASED);
      String value = mayBeGiven ? query.text(parameter) : null;
      if (value != null) {
        parameters.put(parameter, value);
      }
    }
    return new Chosen(format, parameters);
  }

  private Format named(String name) {
    return formats
        .named(name)
        .orElseThrow(() ->
            Refusal.of(
                ProblemType.PARAMETER,
                List.of(
                    InputError.parameter(
                        "format",
                        "must be one of " + formats.names() + ", not \"" + name + "\""))));
  }

  private Format accepted(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
    for (MediaType range : ranges(accept)) {
      for (Format format : formats.all()) {
        if (range.getQualityValue() > 0
            && range.includes(MediaType.parseMediaType(format.mediaType()))) {
          return format;
        }
      }
    }
    throw new HttpMediaTypeNotAcceptableException(
        formats.all().stream()
            .map(format -> MediaType.parseMediaType(format.mediaType()))
            .distinct()
            .toList());
  }

  private static List<MediaType> ranges(@Nullable String accept)
      throws HttpMediaTypeNotAcceptableException {
    if (accept == null || accept.isBlank()) {
      return List.of(MediaType.ALL);
    }
    try {
      List<MediaType> ranges = MediaType.parseMediaTypes(accept);
      MimeTypeUtils.sortBySpecificity(ranges);
      return ranges;
    } catch (InvalidMimeTypeException wrong) {
      throw new HttpMediaTypeNotAcceptableException("the header Accept cannot be read");
    }
  }
}
