"""Which hosts are this machine, by their spelling alone: nothing is looked up."""

from ipaddress import IPv6Address, ip_address

LOCALHOST = "localhost"


def is_loopback(host: str) -> bool:
    """Whether it is an address of this machine, or the one name that always is."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == LOCALHOST
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback
