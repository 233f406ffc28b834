package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which tier is taken with which capabilities, what is said of the better ones, and that it works:
 * user 0 with as many as a container gets, in a JVM of its own. Needs root.
 */
@Timeout(120)
class FewCapabilitiesTest {
  /** What a container gets when nothing is asked for. */
  private static final String CONTAINER =
      "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,"
          + "+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap";

  private static OtherPrivileges with(Path empty, String capabilities) throws Exception {
    return OtherPrivileges.ofRunning(
        empty, "unshare", "--net", "setpriv", "--bounding-set=" + capabilities, "--inh-caps=-all");
  }

  private static void assertHandshakeWasSeen(OtherPrivileges lab) {
    assertThat(lab.told("basic"))
        .contains(
            "outcome ESTABLISHED",
            "clock REALTIME",
            "CLIENT S 0(0)",
            "SERVER S. 0(0) ack 1",
            "CLIENT . 1(0) ack 1")
        .noneMatch(line -> line.endsWith(" at null"));
  }

  @Nested
  class OfAContainerWithoutMore {
    @Test
    void segmentsAreSeenOnLoopbackAndBetterTiersSayWhatTheyNeed(@TempDir Path empty)
        throws Exception {
      OtherPrivileges lab =
          OtherPrivileges.ofRunning(
              empty, "setpriv", "--bounding-set=" + CONTAINER, "--inh-caps=-all");
      assertThat(lab.told("capability"))
          .singleElement()
          .asString()
          .contains("available=true", "tier=loopback")
          .containsPattern("tier=netns-tun, reason=unshare\\(CLONE_NEWNET\\)[^\\]]*CAP_SYS_ADMIN")
          .containsPattern(
              Files.exists(Path.of("/dev/net/tun"))
                  ? "tier=reflect-tun, reason=ioctl\\(TUNSETIFF\\)[^\\]]*CAP_NET_ADMIN"
                  : "tier=reflect-tun, reason=open\\(/dev/net/tun\\)[^\\]]*needs the device");
      assertHandshakeWasSeen(lab);
      assertThat(lab.told("refused")).contains("outcome REFUSED");
      assertThat(lab.told("isn")).singleElement().asString().contains("CAP_NET_ADMIN");
      assertThat(lab.told("delay")).singleElement().asString().contains("/network/delayMs");
    }
  }

  @Nested
  class OfOneThatMaySetUpInterfaces {
    @Test
    void oneTunMirrorsAndNamespacesSayWhatTheyNeed(@TempDir Path empty) throws Exception {
      OtherPrivileges lab = with(empty, "-all,+net_admin,+net_raw");
      assertThat(lab.told("capability"))
          .singleElement()
          .asString()
          .contains("available=true", "tier=reflect-tun")
          .containsPattern("tier=netns-tun, reason=unshare\\(CLONE_NEWNET\\)[^\\]]*CAP_SYS_ADMIN");
      assertHandshakeWasSeen(lab);
      assertThat(lab.told("isn")).containsExactly("[]");
      assertThat(lab.told("delay")).containsExactly("[]");
      assertThat(lab.told("lost"))
          .contains("outcome ESTABLISHED", "segment 1 lost by /network/faults/0");
      assertThat(lab.told("settings"))
          .singleElement()
          .asString()
          .contains("/client/timestamps", "network namespaces of its own", "CAP_SYS_ADMIN");
    }
  }

  @Nested
  class OfOneThatMayMakeNamespaces {
    @Test
    void sessionsHaveNamespacesOfTheirOwn(@TempDir Path empty) throws Exception {
      OtherPrivileges lab = with(empty, "-all,+sys_admin,+net_admin,+net_raw");
      assertThat(lab.told("capability"))
          .singleElement()
          .asString()
          .contains("available=true", "tier=netns-tun");
      assertHandshakeWasSeen(lab);
      assertThat(lab.told("settings")).containsExactly("[]");
      assertThat(lab.told("lost"))
          .contains("outcome ESTABLISHED", "segment 1 lost by /network/faults/0");
    }
  }

  @Nested
  class OfNoCapability {
    @Test
    void onlySocketsAreAsked(@TempDir Path empty) throws Exception {
      OtherPrivileges lab =
          OtherPrivileges.ofRunning(empty, "setpriv", "--bounding-set=-all", "--inh-caps=-all");
      assertThat(lab.told("capability"))
          .singleElement()
          .asString()
          .contains("tier=sockets-only")
          .containsPattern("tier=loopback, reason=socket\\(AF_PACKET\\)[^\\]]*CAP_NET_RAW");
      assertThat(lab.told("basic")).contains("outcome ESTABLISHED");
    }
  }
}
