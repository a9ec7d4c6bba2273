"""A checked draft to JSON: its rows with their traces, offsets into the draft's text and into the sources', and what needs attention."""

import msgspec

from onrecord.trace.draft import Checked


def to_json(page: Checked, *, indent: int = 0) -> bytes:
    """The page as UTF-8 JSON."""
    encoded = msgspec.json.encode(page)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded
