# The lab as an image: docker build -t handshake-lab .
# Untried: written where no container engine was at hand. What each step runs was run by hand.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /source
COPY . .
# Kept between builds: Maven itself and what it downloads.
RUN --mount=type=cache,target=/root/.m2 ./mvnw --batch-mode -DskipTests package
# A folder of jars starts faster than one jar that holds them.
RUN java -Djarmode=tools -jar target/handshake-lab.jar extract --destination /lab

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 lab && install -d -o lab /var/lib/handshake-lab
COPY --from=build /lab /opt/handshake-lab
# H2's default file is ./data/handshakelab; with PostgreSQL nothing is written here.
WORKDIR /var/lib/handshake-lab
VOLUME /var/lib/handshake-lab
# Inside a container loopback is the container's own: what may reach the lab is said by what is published.
# Off loopback it asks for tokens, and its first start prints one.
ENV SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD curl --fail --silent http://127.0.0.1:8080/actuator/health || exit 1
# An ordinary user has no capability: real sockets work, their segments are not captured (tier
# sockets-only). What --user 0 adds, by what else is said; DAC_OVERRIDE because the database's folder
# is the ordinary user's:
#   loopback     --cap-drop ALL --cap-add DAC_OVERRIDE --cap-add NET_RAW
#   reflect-tun  the same and --cap-add NET_ADMIN --device /dev/net/tun
#                (and --cap-add SYS_NICE, so that its link keeps delays on a busy host)
#   netns-tun    --privileged: namespaces, and to set what is below /proc/sys in them
# Tracepoints take root and a tracefs: --privileged, or -v /sys/kernel/tracing:/sys/kernel/tracing.
USER lab
# Ended by SIGTERM it lets sessions end: docker run --stop-timeout 45 …
ENTRYPOINT ["java", "-jar", "/opt/handshake-lab/handshake-lab.jar"]
