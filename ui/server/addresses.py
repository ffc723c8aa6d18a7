"""By which address others reach this server, and from which one they ask."""

import os
import re
from ipaddress import ip_address

from starlette.requests import HTTPConnection

HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?")


def public_base(connection: HTTPConnection, path: str) -> str:
    """Address of the folder of a page, with a slash at its end; "" where nobody names this server.

    `PUBLIC_URL` says it, else what a proxy or the browser calls the host.

    Parameters
    ----------
    connection : HTTPConnection
        The request.
    path : str
        What of its path names the page, "" for none.
    """
    public = os.environ.get("PUBLIC_URL")
    if public:
        return f"{public.rstrip('/')}/"
    named = connection.headers
    host = (named.get("x-forwarded-host") or named.get("host") or "").split(",")[0].strip()
    if not HOST.fullmatch(host):
        return ""
    scheme = named.get("x-forwarded-proto", "").split(",")[0].strip()
    folder = connection.scope["path"].removesuffix("/").removesuffix(path).rstrip("/")
    safe = folder if re.fullmatch(r"[A-Za-z0-9/._~-]*", folder) else ""
    return f"{scheme if scheme in ('http', 'https') else connection.url.scheme}://{host}{safe}/"


def asker(connection: HTTPConnection) -> str:
    """Who asks: the nearest host, or the one that a proxy on this machine or its network names."""
    peer = connection.client.host if connection.client else ""
    try:
        near = ip_address(peer)
    except ValueError:
        return peer[:64]
    told = connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return told[:64] if told and (near.is_loopback or near.is_private) else peer
