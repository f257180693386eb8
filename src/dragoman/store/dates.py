"""Days and statuses as the store compares them."""

from __future__ import annotations

from dragoman.merging.days import days

__all__ = ["STATUSES", "days", "status"]

#: What is told of an event: that it happened, that somebody says so, that it is to come, that it may
#: come, that it did not happen.
STATUSES = ("reported", "claimed", "planned", "possible", "denied")


def status(aux: str, *, claimed: bool) -> str:
    """One of `STATUSES`, from an event's ``aux`` and whether it is told on somebody's word."""
    if aux == "future":
        return "planned"
    if aux == "hypothetical":
        return "possible"
    if aux == "negation":
        return "denied"
    return "claimed" if claimed else "reported"
