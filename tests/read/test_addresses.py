"""Which addresses may be connected to."""

import ipaddress

import pytest

from onrecord.errors import FetchError
from onrecord.read.addresses import is_public, resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.254",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "fe80::1", "fec0::1", "fc00::1",
        "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1",
        "100::1",
    ],
)  # fmt: skip
def test_what_is_not_the_open_internet_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:800::200e"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0", "0x7f.1", "2130706433", "::1"])
def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises(FetchError, match=r"not an address of the public internet|no host named"):
        resolve(host, 80, asked="http://x/", timeout=5)


def test_an_address_that_was_allowed_by_name_is_let_through_and_no_other() -> None:
    assert resolve("127.0.0.1", 80, asked="http://x/", timeout=5, private_allowed=("127.0.0.1",)) == ["127.0.0.1"]
    with pytest.raises(FetchError):
        resolve("127.0.0.2", 80, asked="http://x/", timeout=5, private_allowed=("127.0.0.1",))
