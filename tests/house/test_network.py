"""The gate that keeps the suite offline does close."""

from __future__ import annotations

import socket

import pytest


def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match="network"):
        sock.connect(("192.0.2.1", 80))


def test_a_test_cannot_ask_for_a_name() -> None:
    with pytest.raises(RuntimeError, match="network"):
        socket.getaddrinfo("example.org", 443)
