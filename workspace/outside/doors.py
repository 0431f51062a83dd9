"""Which machines may be asked: those of the public network, and the networks that the site's settings name."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from graph.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]
PORTS = {"http": 80, "https": 443}
# IPv6 addresses that carry one of IPv4 (RFC 6052).
CARRYING = ip_network("64:ff9b::/96")


class Closed(Exception):
    """An address that is not asked, and why, as a word of `workspace.outside_words`."""


@dataclass(frozen=True)
class Door:
    """Where an address leads: the machine (`ip`) that was looked at is the one that is connected to, whatever the
    name resolves to later."""

    url: Url
    host: str
    ip: str
    port: int


def networks(told: str) -> tuple[Network, ...]:
    """« 10.0.0.0/8, 127.0.0.1 » as networks. Invalid for what is none."""
    try:
        return tuple(ip_network(each.strip()) for each in told.split(",") if each.strip())
    except ValueError as error:
        raise Invalid({"MAILLAGE_WATCH_INSIDE": f"réseaux attendus, comme 10.0.0.0/8 : {error}"}) from error


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name; OSError when it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def door(address: str, inside: Sequence[Network] = (), resolve: Resolve = resolved) -> Door:
    """The machine behind an http(s) address. Closed: it is none, or it is not for us; OSError: the name is unknown."""
    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise Closed("malformed") from error
    if url.scheme not in PORTS or not url.host or url.auth:
        raise Closed("malformed")
    port = url.port or PORTS[url.scheme]
    host = url.host.strip("[]")
    found = [ip_address(each) for each in resolve(host, port)]
    # One inside among several would be reached one time in so many.
    known = all(any(_seen(ip) in network for network in inside) for ip in found)
    if not found or not (known or all(_public(ip) for ip in found)):
        raise Closed("inside")
    if not known and port != PORTS[url.scheme]:
        raise Closed("port")
    return Door(url, host, str(found[0]), port)


def _public(ip: Address) -> bool:
    ip = _seen(ip)
    return ip.is_global and not ip.is_multicast


def _seen(ip: Address) -> Address:
    """The IPv4 address that one of IPv6 carries, else itself."""
    if not isinstance(ip, IPv6Address):
        return ip
    if ip in CARRYING:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
