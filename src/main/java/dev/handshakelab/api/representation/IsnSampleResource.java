package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.IsnQuestion;
import dev.handshakelab.tcp.Predictability;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ISNs of successive connections, and how well the next could be foretold. */
public record IsnSampleResource(
    Profile profile,
    @Describe("the switches that were set") Map<String, String> policy,
    long seed,
    int count,
    @Describe("between one connection and the next") long intervalNs,
    @Describe("one connection from each of successive ports: what an attacker sees")
        SeriesResource acrossPorts,
    @Describe("successive incarnations between the same two sockets") SeriesResource onePort,
    @Describe("how many incarnations of the one port begin at or before the ISN of the one before")
        int overlaps,
    IsnQuestion.Verdict verdict,
    @Describe("the verdict in words") String text) {

  public static IsnSampleResource of(IsnQuestion question, IsnQuestion.Answer answer) {
    return new IsnSampleResource(
        question.profile(),
        question.policy(),
        question.seed(),
        question.count(),
        question.intervalNs(),
        SeriesResource.of(answer.samples().acrossPorts(), answer.across()),
        SeriesResource.of(answer.samples().onePort(), answer.onePort()),
        answer.samples().overlaps(),
        answer.verdict(),
        answer.verdict().text());
  }

  /** ISNs in order, with the figures of Nmap's OS detection. */
  public record SeriesResource(
      List<Long> isns,
      @Describe("the greatest common divisor of all steps, 0 when the ISN never changes") long gcd,
      @Describe("8 log2 of the mean rate per second") long isr,
      @Describe("8 log2 of the rates' standard deviation, in units of gcd when that is over 9")
          @Nullable Long sp,
      @Describe("about how many numbers come into question for the next ISN")
          @Nullable Long guesses) {

    static SeriesResource of(List<SequenceNumber> isns, Predictability figures) {
      return new SeriesResource(
          isns.stream().map(SequenceNumber::value).toList(),
          figures.gcd(),
          figures.isr(),
          figures.sp(),
          figures.guesses());
    }
  }
}
