"""Addresses: a host's name to the public internet addresses that may be connected to.

Every address is judged after resolution, and a name with one address that may not be reached is refused whole.
"""

import ipaddress
import socket
import threading
from collections.abc import Collection

from onrecord.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that carry an IPv4 address inside, or relay to one, and so could lead anywhere; some Pythons call them global.
_CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible, RFC 4291
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of a local network, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
        "2002::/16",  # 6to4, RFC 3056
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "5f00::/16",  # segment routing, RFC 9602
        "100::/64",  # discard only, RFC 6666
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet's: global, for one receiver, and no carrier of another address."""
    if any(address in network for network in _CARRIERS):
        return False
    unfit = address.is_multicast or address.is_reserved or address.is_private or address.is_loopback
    unfit = unfit or address.is_link_local or address.is_unspecified or bool(getattr(address, "is_site_local", False))
    return address.is_global and not unfit


def resolve(host: str, port: int, *, asked: str, timeout: float, private_allowed: Collection[str] = ()) -> list[str]:
    """The addresses of a host, in the resolver's order, each fit to be connected to as it stands.

    asked: what the person gave, for the message. private_allowed: addresses that may be reached though they are not public. Raises FetchError in every other case.
    """
    found: list[str] = []
    for written in _look_up(host, port, asked, timeout):
        address = ipaddress.ip_address(written.partition("%")[0])
        if str(address) not in private_allowed and ("%" in written or not is_public(address)):
            raise FetchError(
                f"{asked} leads to {written} ({host}), which is not an address of the public internet: save the page to a file and read that."
            )
        if written not in found:
            found.append(written)
    return found


def _look_up(host: str, port: int, asked: str, timeout: float) -> list[str]:
    """Resolve in a thread of its own, since the resolver itself can't be given a time limit."""
    answers: list[str] = []
    errors: list[Exception] = []

    def look_up() -> None:
        try:
            answers.extend(str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, timeout))
    if thread.is_alive():
        raise FetchError(f"{asked} can't be had (the name {host} was not resolved in time): check the connection and try again.")
    if errors or not answers:
        raise FetchError(f"{asked} can't be had (there is no host named {host}): check the address and the connection.") from (
            errors[0] if errors else None
        )
    return answers
