"""The one function that turns a number into text, so that no platform's habits show."""

from __future__ import annotations


def fmt(value: float, decimals: int = 2) -> str:
    """`value` with at most `decimals` decimals, no trailing zeros, no exponent, never `-0`."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def snap(value: float, step: float = 0.01) -> float:
    """`value` rounded to a multiple of `step`, so that a solver's last digits never reach a picture."""
    return round(round(value / step) * step, 6)
