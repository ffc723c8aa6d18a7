"""The QR code: made of any link that fits, and honest about addresses that nobody else can open."""

import pytest
import segno

from ui.parts.qr import code, is_local


def test_code_holds_the_address():
    """The picture is the code of exactly this address, dark on white with a quiet zone."""
    address = "https://example.org/plan?v=1&n=8e9&view=compute.linear"
    uri = code(address)
    assert uri is not None and uri.startswith("data:image/svg+xml")
    expected = segno.make(address, error="m", boost_error=False, micro=False)
    assert uri == expected.svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
    assert not set('<>"') & set(uri)  # it stands inside an attribute


def test_too_long_is_none():
    """A link that no QR code holds gives none."""
    assert code("https://example.org/?" + "x" * 4000) is None


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:8501/?v=1", True),
        ("http://127.0.0.1:8501", True),
        ("http://127.8.0.1", True),
        ("http://[::1]:8501", True),
        ("http://0.0.0.0:8501", True),
        ("https://app.localhost/", True),
        ("http://192.168.1.20:8501", False),
        ("https://localhost.example.org/", False),
        ("https://example.org", False),
    ],
)
def test_local_addresses(address, local):
    """Only this machine opens a loopback address."""
    assert is_local(address) is local
