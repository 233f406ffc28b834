package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec;

/** What no socket of the kernel can be made to do, whatever plays the other end. */
public final class SocketRefusals {
  /** What TCP_MAXSEG takes: TCP_MIN_MSS and MAX_TCP_WINDOW of include/net/tcp.h. */
  private static final int LEAST_MSS = 88;

  private static final int MOST_MSS = 32_767;

  private final EndSpec end;
  private final String at;
  private final Objections problems;

  /**
   * @param at the pointer to the end
   * @param problems where what is found is added
   */
  public SocketRefusals(EndSpec end, String at, Objections problems) {
    this.end = end;
    this.at = at;
    this.problems = problems;
  }

  /** An MSS that TCP_MAXSEG does not take. */
  public void mss() {
    Integer mss = end.mss();
    problems.refuse(
        mss != null && (mss < LEAST_MSS || mss > MOST_MSS),
        at + "/mss",
        "the kernel takes " + LEAST_MSS + " to " + MOST_MSS + " for a socket's segments");
  }

  /** An ISN that TCP_QUEUE_SEQ takes for none. */
  public void isns() {
    problems.refuse(
        end.isns().stream().anyMatch(isn -> isn.value() == 0),
        at + "/isns",
        "the kernel takes 0 for an ISN that was not chosen; any other will do");
  }

  /**
   * What only a socket that listens has.
   *
   * @param why it does not listen
   */
  public void listening(String why) {
    problems.refuse(end.backlog() != null, at + "/backlog", why);
    problems.refuse(end.synAckRetries() != null, at + "/synAckRetries", why);
    problems.refuse(end.synCookies() != null, at + "/synCookies", why);
    problems.refuse(end.abortOnOverflow() != null, at + "/abortOnOverflow", why);
    problems.refuse(end.queues().maxSynBacklog() != null, at + "/maxSynBacklog", why);
    problems.refuse(end.queues().deferAcceptMs() != null, at + "/deferAcceptMs", why);
    problems.refuse(end.queues().fastOpenQueue() != null, at + "/fastOpenQueue", why);
  }
}
