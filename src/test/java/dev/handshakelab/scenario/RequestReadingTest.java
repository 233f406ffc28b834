package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.NetworkSpec.Action;
import dev.handshakelab.scenario.NetworkSpec.Fault;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class RequestReadingTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  static Reading read(String json) {
    return READING.read(MAPPER.readTree(json), () -> 42);
  }

  static SessionRequest complete(String json) {
    Reading reading = read(json);
    assertThat(reading).as(json).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }

  static List<String> unreadable(String json) {
    Reading reading = read(json);
    assertThat(reading).as(json).isInstanceOf(Reading.Unreadable.class);
    return lines(((Reading.Unreadable) reading).problems());
  }

  static List<String> infeasible(String json) {
    Reading reading = read(json);
    assertThat(reading).as(json).isInstanceOf(Reading.Infeasible.class);
    return lines(((Reading.Infeasible) reading).problems());
  }

  private static List<String> lines(List<Problem> problems) {
    return problems.stream().map(problem -> problem.pointer() + " " + problem.detail()).toList();
  }

  @Nested
  class Completed {
    @Test
    void nothingIsTheSimulatedBasicHandshake() {
      assertThat(complete("{}")).isEqualTo(Requests.basic());
    }

    @Test
    void aStoredSpecReadsAsItself() {
      for (SessionRequest request :
          List.of(Requests.basic(), complete("{\"mode\":\"REAL_SOCKET\"}"))) {
        assertThat(complete(SpecJson.write(request))).isEqualTo(request);
      }
    }

    @Test
    void aProfileBringsItsDefaults() {
      EndSpec client = complete("{\"client\":{\"profile\":\"RFC_9293\"}}").client();
      assertThat(client.windowScale()).isNull();
      assertThat(client.mss()).isEqualTo(1460);
      assertThat(client.r2Ms()).isEqualTo(180_000.0);
      assertThat(client.synRetries()).isNull();
      assertThat(client.offersSack()).isFalse();
      assertThat(complete("{\"client\":{\"profile\":\"RFC_9293\"}}").server())
          .isEqualTo(Requests.linux(true));
    }

    @Test
    void theKernelIsAskedForNothingThatWasNotGiven() {
      SessionRequest request =
          complete("{\"mode\":\"REAL_SOCKET\",\"server\":{\"backlog\":1},\"client\":{\"isn\":7}}");
      assertThat(request.client().stack()).isEqualTo(Stack.KERNEL);
      assertThat(request.client().profile()).isEqualTo(Profile.LINUX);
      assertThat(request.client().isns()).containsExactly(SequenceNumber.of(7));
      assertThat(request.client().mss()).isNull();
      assertThat(request.client().timestamps()).isNull();
      assertThat(request.server().backlog()).isEqualTo(1);
      assertThat(request.server().listens()).isTrue();
    }

    @Test
    void whatIsSaidOfTheNetworkIsSaidOfBothDirectionsUnlessOneSaysOtherwise() {
      NetworkSpec network =
          complete(
                  """
                  {"network":{"delayMs":20,"lossRate":0.5,"toClient":{"delayMs":5.000001}}}\
                  """)
              .network();
      assertThat(network.toServer()).isEqualTo(new LinkSpec(20, 0, 0.5, 0, 0, 0, 10, 0, Set.of()));
      assertThat(network.toClient())
          .isEqualTo(new LinkSpec(5.000001, 0, 0.5, 0, 0, 0, 10, 0, Set.of()));
    }

    @Test
    void aScenarioFillsInWhatIsNotGiven() {
      SessionRequest request =
          complete("{\"scenario\":\"server-unreachable\",\"network\":{\"delayMs\":20}}");
      assertThat(request.network().toServer().lossRate()).isEqualTo(1);
      assertThat(request.network().toServer().delayMs()).isEqualTo(20);
      assertThat(request.network().toClient().lossRate()).isZero();
    }

    @Test
    void whatIsGivenOverridesTheScenario() {
      assertThat(
              complete("{\"scenario\":\"server-unreachable\",\"network\":{\"lossRate\":0}}")
                  .network()
                  .toServer()
                  .lossRate())
          .isZero();
      assertThat(
              complete("{\"scenario\":\"lost-syn\",\"network\":{\"faults\":[]}}")
                  .network()
                  .faults())
          .isEmpty();
      assertThat(
              complete("{\"scenario\":\"normal-close\",\"client\":{\"isns\":[]}}").client().isns())
          .isEmpty();
    }

    @Test
    void faultsAndInjectionsAreCompleted() {
      NetworkSpec network =
          complete(
                  """
                  {"network":{
                    "faults":[{"from":"SERVER","segment":"SYN+ACK","action":"DUPLICATE"}],
                    "injections":[{"atMs":5,"to":"SERVER","segment":"S 90:90(0) win 1000"}]}}\
                  """)
              .network();
      assertThat(network.faults())
          .containsExactly(
              new Fault(Party.SERVER, SegmentPattern.SYN_ACK, 1, 1, new Action.Duplicate(0)));
      assertThat(network.injections())
          .containsExactly(
              new NetworkSpec.Injection(
                  5,
                  Party.SERVER,
                  "S 90:90(0) win 1000",
                  false,
                  null,
                  Party.CLIENT,
                  Injector.NETWORK,
                  1,
                  null));
    }

    @Test
    void theClientOpensAtZeroUnlessTheStepsSayWhoOpens() {
      assertThat(complete("{}").steps()).containsExactly(Requests.OPEN);
      assertThat(complete("{\"scenario\":\"normal-close\"}").steps())
          .containsExactly(
              Requests.OPEN,
              new Step(new Step.When.AfterSegment(3), Party.CLIENT, Step.Call.CLOSE, 0),
              new Step(new Step.When.AfterSegment(5), Party.SERVER, Step.Call.CLOSE, 0));
      assertThat(
              complete("{\"steps\":[{\"atMs\":1,\"end\":\"SERVER\",\"call\":\"OPEN\"}]}").steps())
          .hasSize(1);
      assertThat(complete("{\"steps\":[]}").steps()).isEmpty();
    }

    @Test
    void aScenariosIsnsAreNotAskedOfAKernel() {
      SessionRequest request = complete("{\"scenario\":\"normal-close\",\"mode\":\"REAL_SOCKET\"}");
      assertThat(request.client().isns()).isEmpty();
      assertThat(request.server().isns()).isEmpty();
    }

    @Test
    void aGivenSeedIsTaken() {
      assertThat(complete("{\"seed\":9007199254740991}").seed()).isEqualTo(SessionRequest.MAX_SEED);
    }

    @Test
    void nullAnnouncesNoOption() {
      assertThat(complete("{\"client\":{\"mss\":null}}").client().mss()).isNull();
    }

    @Test
    void aWholeNumberMayBeWrittenWithAPoint() {
      assertThat(complete("{\"client\":{\"mss\":1400.0}}").client().mss()).isEqualTo(1400);
    }
  }

  @Nested
  class NotReadable {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            []                                  | ` must be an object, not an array`
            null                                | ` must be an object, not null`
            {"sed":1}                           | /sed no such member; did you mean "seed"?
            {"client":{"synretries":1}}         | /client/synretries no such member; did you mean "synRetries"?
            {"exchange":{"x":1}}                | /exchange/x no such member; there are [clientBytes, serverBytes, close]
            {"a/b~":1}                          | /a~1b~0 no such member; there are [mode, scenario, seed, labels, client, server, network, exchange, steps, until]
            {"mode":"SIMULATE"}                 | /mode must be one of SIMULATED, REAL_SOCKET, HYBRID, INTERACTIVE; did you mean "SIMULATED"?
            {"mode":"IMPORTED"}                 | /mode must be one of SIMULATED, REAL_SOCKET, HYBRID, INTERACTIVE
            {"mode":"simulated"}                | /mode must be one of SIMULATED, REAL_SOCKET, HYBRID, INTERACTIVE; did you mean "SIMULATED"?
            {"mode":5}                          | /mode must be one of the strings SIMULATED, REAL_SOCKET, HYBRID, INTERACTIVE, not a number
            {"scenario":5}                      | /scenario must be a string, not a number
            {"scenario":""}                     | /scenario must have 1 to 100 characters
            {"scenario":null}                   | /scenario must be a string, not null
            {"seed":"5"}                        | /seed must be a whole number, not a string
            {"seed":1.7}                        | /seed must be a whole number, not one with a fraction
            {"seed":-1}                         | /seed must be between 0 and 9007199254740991
            {"seed":9007199254740992}           | /seed must be between 0 and 9007199254740991
            {"seed":1e99}                       | /seed must be between 0 and 9007199254740991
            {"client":{"isn":4294967296}}       | /client/isn must be between 0 and 4294967295
            {"client":{"isns":[1,-1]}}          | /client/isns/1 must be between 0 and 4294967295
            {"client":{"isns":7}}               | /client/isns must be an array, not a number
            {"client":{"ecn":"true"}}           | /client/ecn must be true or false, not a string
            {"client":{"ecn":null}}             | /client/ecn must be true or false, not null
            {"client":{"windowScale":15}}       | /client/windowScale must be between 0 and 14
            {"client":[]}                       | /client must be an object, not an array
            {"network":{"lossRate":1.01}}       | /network/lossRate must be between 0 and 1
            {"network":{"toServer":{"lossRate":-0.1}}} | /network/toServer/lossRate must be between 0 and 1
            {"network":{"delayMs":3600000.1}}   | /network/delayMs must be between 0 and 3600000
            {"network":{"delayMs":0.0000001}}   | /network/delayMs must have at most 6 decimals
            {"network":{"delayMs":"20"}}        | /network/delayMs must be a number, not a string
            {"network":{"delayMs":true}}        | /network/delayMs must be a number, not true
            {"labels":{"9":"x"}}                | /labels/9 its name must match [A-Za-z][A-Za-z0-9_.-]{0,62}
            {"labels":{"a":1}}                  | /labels/a must be a string, not a number
            {"labels":{"a":"\\u0000"}}          | /labels/a must not contain U+0000 or half a surrogate pair, which cannot be stored
            {"labels":{"a":"\\ud800"}}          | /labels/a must not contain U+0000 or half a surrogate pair, which cannot be stored
            {"until":"LATER"}                   | /until must be "QUIESCENT" or an object with [ms]
            {"until":{}}                        | /until/ms is missing: it must be number, 0…3600000, at most 6 decimals
            {"until":{"ms":-1}}                 | /until/ms must be between 0 and 3600000
            {"steps":[{"atMs":0,"end":"CLIENT"}]} | /steps/0/call is missing: it must be OPEN, LISTEN, ACCEPT, SEND, CLOSE, ABORT, CRASH, RESTART
            {"network":{"faults":[7]}}          | /network/faults/0 must be an object, not a number
            """)
    void eachFaultHasItsPointerAndItsReason(String json, String problem) {
      assertThat(unreadable(json)).containsExactly(problem);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
      assertThat(
              unreadable(
                  """
                  {"seed":-1,"client":{"mss":"x","nope":1},"network":{"lossRate":2},"until":7}\
                  """))
          .hasSize(5);
    }

    @Test
    void listsAndLabelsAreBounded() {
      String fault = "{\"from\":\"CLIENT\",\"segment\":\"ANY\",\"action\":\"DROP\"},";
      String faults = fault.repeat(1000);
      assertThat(
              complete(
                      "{\"network\":{\"faults\":["
                          + faults.substring(0, faults.length() - 1)
                          + "]}}")
                  .network()
                  .faults())
          .hasSize(1000);
      assertThat(
              unreadable(
                  "{\"network\":{\"faults\":["
                      + faults
                      + fault.substring(0, fault.length() - 1)
                      + "]}}"))
          .containsExactly("/network/faults must have at most 1000 items, not 1001");
      StringBuilder labels = new StringBuilder("{\"labels\":{\"a\":\"\"");
      for (int i = 0; i < 16; i++) {
        labels.append(",\"a").append(i).append("\":\"\"");
      }
      assertThat(unreadable(labels + "}}"))
          .containsExactly("/labels must have at most 16 members, not 17");
      assertThat(unreadable("{\"labels\":{\"a\":\"" + "é".repeat(201) + "\"}}"))
          .containsExactly("/labels/a must have 0 to 200 characters");
      assertThat(complete("{\"labels\":{\"a\":\"" + "😀".repeat(200) + "\"}}").labels()).hasSize(1);
    }

    @Test
    void aHostileBodyIsNotAnsweredWithoutEnd() {
      StringBuilder body = new StringBuilder("{\"x\":0");
      for (int i = 0; i < 5000; i++) {
        body.append(",\"x").append(i).append("\":0");
      }
      assertThat(unreadable(body + "}")).hasSize(1001);
    }
  }

  @Nested
  class NotFeasible {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {"scenario":"lost-sin"}             | /scenario there is no scenario "lost-sin"; did you mean "lost-syn"?
            {"scenario":"teapot"}               | /scenario there is no scenario "teapot"; GET /scenarios lists them
            {"scenario":"two-way-handshake","mode":"REAL_SOCKET"} | /mode REAL_SOCKET cannot run two-way-handshake: no kernel has it: it is a strawman
            {"mode":"INTERACTIVE"}              | /mode INTERACTIVE cannot run basic-three-way-handshake: nobody can play an end by hand yet
            {"mode":"HYBRID","client":{"stack":"KERNEL"},"server":{"stack":"KERNEL"}} | /server/stack in mode HYBRID one end is the KERNEL and the other the SIMULATOR
            {"mode":"HYBRID","server":{"isn":1}} | /server/isn nothing sets the ISN of a socket that the kernel accepts, only the client's
            {"mode":"HYBRID","client":{"stack":"KERNEL","policy":{}}} | /client/policy the kernel has no switches: a simulated end has
            {"client":{"profile":"RFC_9293","synRetries":3}} | /client/synRetries RFC 9293 counts time, not retransmissions: r2Ms says it
            {"server":{"profile":"RFC_9293","synCookies":"NEVER"}} | /server/synCookies RFC 9293 knows no SYN cookies; profile LINUX does
            {"client":{"r2Ms":1000}}            | /client/r2Ms Linux counts retransmissions: synRetries says it
            {"mode":"REAL_SOCKET","server":{"isn":1}} | /server/isn nothing sets the ISN of a socket that the kernel accepts, only the client's
            {"mode":"REAL_SOCKET","client":{"profile":"RFC_9293"}} | /client/profile the kernel is Linux; only the simulator imitates RFC_9293
            {"mode":"REAL_SOCKET","client":{"mss":null}} | /client/mss the kernel cannot be told to leave the option out
            {"mode":"REAL_SOCKET","client":{"policy":{}}} | /client/policy the kernel has no switches: a simulated end has
            {"client":{"stack":"KERNEL"}}       | /client/stack in mode SIMULATED both ends are the SIMULATOR
            {"server":{"policy":{"handshake":"TWOWAY"}}} | /server/policy/handshake must be one of THREE_WAY, TWO_WAY; did you mean "TWO_WAY"?
            {"client":{"policy":{"rfc5691":"OFF"}}} | /client/policy/rfc5691 there is no such switch; did you mean "rfc5961"?
            {"client":{"policy":{"timeWaitNs":"1e9"}}} | /client/policy/timeWaitNs must be nanoseconds in digits, 0…86400000000000
            {"server":{"policy":{"isnTickNs":"0"}}} | /server/policy/isnTickNs must be nanoseconds in digits, 1…86400000000000
            {"client":{"isn":1,"isns":[1]}}     | /client/isn is short for isns with one number: give one of the two
            {"steps":[{"end":"CLIENT","call":"OPEN"}]} | /steps/0 needs its moment: atMs or afterSegment, and not both
            {"steps":[{"atMs":1,"afterSegment":1,"end":"CLIENT","call":"OPEN"}]} | /steps/0 needs its moment: atMs or afterSegment, and not both
            {"steps":[{"atMs":1,"end":"CLIENT","call":"SEND"}]} | /steps/0/bytes is missing: SEND needs to know how many octets
            {"steps":[{"atMs":1,"end":"CLIENT","call":"CLOSE","bytes":1}]} | /steps/0/bytes only SEND takes octets
            {"until":{"ms":5},"steps":[{"atMs":5.1,"end":"CLIENT","call":"OPEN"}]} | /steps/0/atMs comes after the end of the session, which is until.ms
            {"network":{"faults":[{"from":"CLIENT","segment":"SYN","action":"DELAY"}]}} | /network/faults/0/byMs is missing: DELAY needs to know how much
            {"network":{"faults":[{"from":"CLIENT","segment":"SYN","action":"DROP","byMs":1}]}} | /network/faults/0/byMs only DELAY and DUPLICATE take a time
            {"network":{"injections":[{"atMs":1,"to":"CLIENT","as":"CLIENT","segment":"S 1:1(0)"}]}} | /network/injections/0/as a segment comes from the other end than the one it arrives at
            {"network":{"injections":[{"atMs":1,"to":"CLIENT","segment":"S 1:1(0"}]}} | /network/injections/0/segment is no segment in the notation: column 8: expected ')' after the length of the text
            """)
    void whatCannotBeHonouredIsRefused(String json, String problem) {
      assertThat(infeasible(json)).containsExactly(problem);
    }

    @Test
    void aSegmentThatFitsNoPacketIsRefused() {
      assertThat(
              infeasible(
                  """
                  {"network":{"injections":[
                    {"atMs":1,"to":"CLIENT","segment":". 0:65535(65535) ack 1"}]}}\
                  """))
          .singleElement()
          .asString()
          .startsWith("/network/injections/0/segment does not fit a packet: ");
    }

    @Test
    void everythingIsNamedAtOnce() {
      assertThat(
              infeasible(
                  """
                  {"scenario":"nope","client":{"r2Ms":1},"server":{"r2Ms":1},
                   "steps":[{"atMs":1,"end":"CLIENT","call":"SEND"}]}\
                  """))
          .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"client\":{\"stack\":\"SIMULATOR\"}}",
          "{\"mode\":\"REAL_SOCKET\",\"client\":{\"profile\":\"LINUX\",\"stack\":\"KERNEL\"}}",
          "{\"mode\":\"REAL_SOCKET\",\"network\":{\"delayMs\":0}}",
          "{\"mode\":\"HYBRID\",\"client\":{\"profile\":\"RFC_9293\",\"isn\":100}}",
          "{\"mode\":\"HYBRID\",\"server\":{\"stack\":\"SIMULATOR\",\"isn\":300}}"
        })
    void sayingWhatIsSoAnywayIsNoFault(String json) {
      assertThat(complete(json)).isNotNull();
    }
  }
}
