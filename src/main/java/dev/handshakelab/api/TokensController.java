package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.access.Token;
import dev.handshakelab.access.TokenText;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.api.input.Idempotency;
import dev.handshakelab.api.input.JsonBodies;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.PathIds;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.TokenResource;
import dev.handshakelab.history.BadCursor;
import dev.handshakelab.history.Histories.Page;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens: make one, see which there are, make one good for nothing. */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokensController {
  private final Tokens tokens;
  private final InstantSource clock;
  private final LongSupplier chance;
  private final HttpLimits limits;
  private final JsonBodies bodies;

  TokensController(Tokens tokens, InstantSource clock, LongSupplier chance, HttpLimits limits) {
    this.tokens = tokens;
    this.clock = clock;
    this.chance = chance;
    this.limits = limits;
    this.bodies = new JsonBodies(limits.maxDepth(), limits.maxString());
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TokenResource> make(HttpServletRequest call, Caller caller) throws IOException {
    Query.of(call).check();
    if (call.getHeader(Idempotency.HEADER) != null) {
      throw Refusal.of(
          ProblemType.HEADER,
          List.of(
              InputError.header(
                  Idempotency.HEADER,
                  "is not taken here, since the answer, which holds the token, is kept nowhere; a"
                      + " token whose answer was lost is revoked, and another one made")));
    }
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    TokenBodies.Wanted wanted = TokenBodies.read(bodies.read(body), now);
    TokenText text = TokenText.of(wanted.role(), chance);
    Token token =
        new Token(
            TimeOrderedId.of(now, chance),
            wanted.role(),
            wanted.assignment(),
            wanted.subject(),
            wanted.name(),
            now,
            caller.name(),
            wanted.expiresAt(),
            null,
            null);
    if (!tokens.keep(token, text.hash())) {
      throw new IllegalStateException("chance gave the id " + token.id() + " twice");
    }
    return ResponseEntity.created(URI.create(call.getRequestURI() + "/" + token.id()))
        .cacheControl(CacheControl.noStore())
        .body(TokenResource.made(token, text));
  }

  @GetMapping
  PageResource<TokenResource> list(HttpServletRequest call) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    List<Token> found = tokens.list(before(paging.after()), paging.limit() + 1);
    List<Token> items = found.subList(0, Math.min(paging.limit(), found.size()));
    boolean more = found.size() > paging.limit();
    return PageResource.of(
        new Page<>(items, more ? Pages.cursor(items.getLast().id().toString()) : null),
        TokenResource::of);
  }

  private static @Nullable UUID before(@Nullable String cursor) {
    return cursor == null
        ? null
        : PathIds.uuid(Pages.name(cursor))
            .orElseThrow(() -> new BadCursor("is no cursor that this list handed out"));
  }

  /** Whatever the caller accepts: there is no body. */
  @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String id, HttpServletRequest call) {
    Query.of(call).check();
    boolean known =
        PathIds.uuid(id).map(token -> tokens.revoke(token, clock.instant())).orElse(false);
    if (!known) {
      throw Refusal.notFound("there is no token " + id);
    }
  }
}
