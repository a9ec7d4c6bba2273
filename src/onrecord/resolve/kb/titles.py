"""Words for offices to the closed list of titles under which the knowledge base keeps them.

president, vice president, deputy president, prime minister, deputy prime minister, chancellor, vice chancellor, king, queen, crown
prince, prince, emperor, sultan, emir, pope, supreme leader, party leader, head of state, governor general, captain regent, minister,
foreign minister, defence minister, interior minister, finance minister, justice minister, health minister, economy minister, energy
minister, environment minister, education minister, trade minister, secretary of state, secretary of defense, secretary of homeland
security, secretary of the treasury, attorney general, brexit secretary, trade representative, intelligence director, joint chiefs
chairman, national security adviser, press secretary, chief of staff, security council secretary, ambassador, un ambassador, atomic energy
chief, federal councillor, senator, representative, delegate, member of parliament, speaker, majority leader, minority leader, governor,
lieutenant governor, premier, mayor, councillor, secretary general, director general, high representative, commissioner, chair, chief
executive, director, managing director, head, founder, spokesperson, foreign ministry spokesperson, central bank governor, prosecutor,
judge, chief justice, police chief, general, commander, bishop, archbishop, editor, coach.

A prime minister is a prime minister whatever the country calls the office (premier of China, Taoiseach); “premier” is the head of a region.
An acting holder has the title that is acted in.
"""

import re
from functools import cache

from onrecord.resolve.words import table

_FILE = "kb_titles.tsv"
_ACTING = re.compile(r"^acting |^interim | \((?:acting|interim)\)$")


def title(words: str) -> str:
    """The title that words for an office stand for (“Defense Minister”: “defence minister”); empty where the list has none."""
    plain = " ".join(words.lower().replace("-", " ").split())
    return _spellings().get(_ACTING.sub("", plain), "")


def titles() -> tuple[str, ...]:
    """The closed list, in the file's order."""
    return tuple(name for name, _, _ in table(_FILE))


def is_shared(name: str) -> bool:
    """Whether several hold such an office at once, so that one holder does not exclude another."""
    return name in _shared()


@cache
def _shared() -> frozenset[str]:
    return frozenset(name for name, seats, _ in table(_FILE) if seats == "many")


@cache
def _spellings() -> dict[str, str]:
    return {spelling: name for name, _, words in table(_FILE) for spelling in (name, *words.split("|")) if spelling}
