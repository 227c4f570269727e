"""Times as TMX writes them, and so every other format of a memory."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["format_stamp", "read_stamp"]


@lru_cache(maxsize=4096)
def read_stamp(text: str) -> tuple[datetime | None, bool]:
    """Return the time of a TMX date, in UTC, None if it is none, and whether `format_stamp` would give the same text.

    >>> read_stamp("20260102T030405Z")
    (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), True)
    >>> read_stamp("2026-01-02")[1], read_stamp("yesterday")
    (False, (None, False))
    """
    try:
        stamp = datetime.fromisoformat(text)
        stamp = stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, False
    return stamp, text == format_stamp(stamp)


def format_stamp(stamp: datetime) -> str:
    """Return a time as TMX writes it, in UTC, to the second; one without a zone is taken for UTC.

    >>> format_stamp(datetime(2026, 1, 2, 3, 4, 5))
    '20260102T030405Z'
    """
    plain = stamp if stamp.tzinfo is None else stamp.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="seconds").replace("-", "").replace(":", "") + "Z"
