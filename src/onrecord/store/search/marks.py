"""Where the words that were asked for stand in a statement, to mark them for its readers.

Worked out here for both engines: words are cut, folded and stemmed as SQLite's index does it. PostgreSQL's stems differ in a few
words, which are then found and not marked.
"""

from collections.abc import Sequence

from onrecord.record import Span
from onrecord.store.search.query import WORD, Term, Words, plain
from onrecord.store.search.stem import stem


def marks(text: str, words: Words | None) -> tuple[Span, ...]:
    """Code points of a text in which a word, beginning or phrase stands, in order, free of overlaps."""
    if words is None or not words.all_of:
        return ()
    places = list(WORD.finditer(text))
    stems = [stem(plain(place.group())) for place in places]
    found: set[tuple[int, int]] = set()
    for term in (term for group in words.all_of for term in group):
        length = len(term.words)
        found |= {(places[at].start(), places[at + length - 1].end()) for at in _standing(term, stems)}
    return tuple(_joined(sorted(found)))


def _standing(term: Term, stems: Sequence[str]) -> list[int]:
    """The numbers of the words with which a term begins."""
    wanted = [stem(word) for word in term.words]
    if not wanted:
        return []
    *first, last = wanted
    places = range(len(stems) - len(wanted) + 1)
    return [at for at in places if list(stems[at : at + len(first)]) == first and _ends(term, stems[at + len(first)], last)]


def _ends(term: Term, held: str, last: str) -> bool:
    return held.startswith(last) if term.is_beginning else held == last


def _joined(found: Sequence[tuple[int, int]]) -> list[Span]:
    joined: list[Span] = []
    for start, end in found:
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined
