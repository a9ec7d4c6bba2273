"""What goes on from one saying to the next of the same speaker: channel, time and whom it is told to.

A sentence between the two that begins with a time of its own (“But in early January, …”) dates what follows, and ends the rest.
"""

from onrecord.record import Channel, Time
from onrecord.resolve.channels import carried as channel_carried
from onrecord.resolve.channels import settled
from onrecord.resolve.found import Found
from onrecord.resolve.saidat import Dated
from onrecord.resolve.saidat import carried as time_carried


class Carrying:
    """The sayings of one document so far, in text order."""

    def __init__(self, text: str) -> None:
        """Nothing is said yet."""
        self._text = text
        self._channels: list[tuple[str | None, int, Channel | None]] = []
        self._dates: list[Dated] = []
        self._told: dict[str, list[Found]] = {}

    def channel(self, speaker: str | None, paragraph: int, own: Channel | None, *, is_new: bool) -> Channel | None:
        """A saying's channel, of its own or carried on; is_new: whether a time between ended what went on."""
        before = None if is_new else channel_carried(self._channels, speaker, paragraph)
        found = settled(self._text, own, before)
        self._channels.append((speaker, paragraph, found))
        return found

    def time(self, speaker: str | None, paragraph: int, own: Time | None, between: Time | None, *, anew: bool) -> Time | None:
        """A saying's time: its own, that of a sentence between, or carried on. anew: whether it begins anew (not “he added”)."""
        found = own or between or time_carried(self._dates, speaker, paragraph, goes_on=anew)
        self._dates.append(Dated(speaker, paragraph, found))
        return found

    def told(self, speaker: str | None, own: list[Found], channel: Channel | None) -> list[Found]:
        """To whom: its own, or of the last saying where the channel goes on without a word for it."""
        if speaker is None:
            return own
        if not own and channel is not None and channel.span is None:
            return self._told.get(speaker, [])
        if own:
            self._told[speaker] = own
        return own
