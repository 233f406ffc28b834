package dev.handshakelab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** To write it anew: {@code ./mvnw test -Dtest=ComparingDocumentTest -Ddocs.write=true}. */
class ComparingDocumentTest {
  private static final String HEAD =
      """
      # The simulator against the kernel

      `POST /api/v1/comparisons` runs a scenario, a request or the spec of a kept session simulated and
      several times on this machine's kernel. Segments are aligned per connection and direction by the
      longest common subsequence of what they are, where they stand and what they acknowledge; where
      data is cut is no difference. Numbers count from the ISNs, timestamps from each side's first, a
      TSecr is the segment that it echoes; a later window may differ by one MSS. Times are compared
      from cause to effect on one host: a timer may be a jiffy early and an eighth, two jiffies and this
      machine's lateness late; an answer takes at most 5 ms.

      `GET /api/v1/comparisons` lists them, newest first, each with how many differences are explained
      and how many are not; `GET /api/v1/comparisons/{id}` tells all of one, `…/ladders` draws it, and
      `DELETE` forgets it, but not its sessions. One whose process died, or whose sessions could not be
      carried out, is `FAILED`, and `failure` says why.

      Whatever differs is `EXPLAINED` by one of the entries below or `UNEXPLAINED`. They stand in
      `src/main/resources/dev/handshakelab/comparison/divergences.yaml`, which says how to add one.
      An entry explains no more than its reason says: a race only where the two orders are seen to
      differ, a window only where a buffer can have come to it, an errno only of what happened. What
      follows from an explained difference is explained by it: an answer, a repetition, an acknowledgment
      of what comes at another moment, what an end sends that went another way, and everything after a
      fault that counts segments has hit another one because there was one more or less.

      What the simulator leaves out on purpose (README, "What is not there yet") is no entry and stays
      `UNEXPLAINED`: where text is lost and more of it, or the FIN, comes through, Linux repairs the gap
      as soon as a SACK shows it, and the simulator when its timer runs out.

      `./mvnw -Pdeep test -Dtest=KernelCatalogueTest` compares the whole catalogue, five runs each, in
      about six minutes. A short run in which something came more than 2 ms late is run again, up to six
      times, and the promptest is compared, so that a busy machine costs time and not truth. What one
      such run came to: [compared.md](compared.md).

      | name | what differs | on kernels | why | source |
      |---|---|---|---|---|
      """;

  @Test
  void theTableIsTheCatalogue() throws IOException {
    StringBuilder written = new StringBuilder(HEAD);
    for (Divergence each : Divergences.known().all()) {
      written.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  each.name(),
                  String.join(", ", each.aspects().stream().map(Aspect::label).sorted().toList()),
                  each.kernels().isEmpty() ? "any" : String.join(", ", each.kernels()),
                  each.reason(),
                  each.source()));
    }
    Path document = Path.of("docs", "comparing.md");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(document, written);
    }
    assertThat(document).content().isEqualTo(written.toString());
  }
}
