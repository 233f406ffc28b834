"""How many requests this kernel keeps of SYNs in the names of machines that do not exist.

Run inside a network namespace of its own (unshare -n): it sets sysctls of that namespace, makes a
TUN link, listens on it, and writes SYNs into it. Prints the requests in SYN_RECV and the SYN+ACKs.

    unshare -n python3 syn_queue.py BACKLOG COOKIES MAX_SYN_BACKLOG COUNT
"""

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
SERVER = "10.0.0.2"
PORT = 8080
PATIENCE_S = 20


def sysctl(name, value):
    with open("/proc/sys/net/ipv4/" + name, "w") as file:
        file.write(value)


def link():
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22s", b"tun0", IFF_TUN_NO_PI, b""))
    with open("/proc/sys/net/ipv6/conf/all/disable_ipv6", "w") as file:
        file.write("1")
    for command in (
        "ip link set lo up",
        "ip addr add " + SERVER + "/24 dev tun0",
        "ip link set tun0 up",
        "ip route add default dev tun0",
    ):
        subprocess.run(command.split(), check=True)
    sysctl("conf/all/rp_filter", "0")
    sysctl("conf/tun0/rp_filter", "0")
    return tun


def checksum(octets):
    total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def syn(number):
    source = socket.inet_aton("198.18.%d.%d" % (number >> 8, number & 255))
    target = socket.inet_aton(SERVER)
    mss = b"\x02\x04\x05\xb4"
    tcp = struct.pack("!HHIIBBHHH", 1024 + number, PORT, 1000, 0, 6 << 4, 2, 64240, 0, 0) + mss
    pseudo = source + target + struct.pack("!BBH", 0, 6, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0) + source + target
    return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + tcp


def dropped():
    with open("/proc/net/netstat") as file:
        lines = [line.split() for line in file if line.startswith("TcpExt:")]
    return int(lines[1][lines[0].index("ListenDrops")])


def requests():
    with open("/proc/net/tcp") as file:
        return sum(1 for line in file if line.split()[3] == "03")


def main():
    backlog, cookies, most, count = sys.argv[1:]
    sysctl("tcp_syncookies", cookies)
    sysctl("tcp_max_syn_backlog", most)
    tun = link()
    listener = socket.socket()
    listener.bind((SERVER, PORT))
    listener.listen(int(backlog))
    for number in range(int(count)):
        os.write(tun, syn(number))
    answers = 0
    end = time.monotonic() + PATIENCE_S
    while answers + dropped() < int(count) and time.monotonic() < end:
        if select.select([tun], [], [], 0.01)[0]:
            packet = os.read(tun, 2000)
            answers += packet[9] == 6 and packet[33] == 0x12
    print(requests(), answers)


main()
