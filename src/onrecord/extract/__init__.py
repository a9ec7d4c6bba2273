"""Documents to attributions: who, with which words, is said to have said what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from onrecord.extract.mend import mend
from onrecord.extract.quotes import quotations, quoted_words
from onrecord.read.paragraphs import headings
from onrecord.record import Attribution, Document, LeftOut

if TYPE_CHECKING:
    from onrecord.extract.model import Model

STAGE = "extract"

# So many words in quotation marks are somebody's, however doubtful whose: of 4, 8 and 12 none costs a tenth of a point on the tuning part.
LONG = 8


def extract(document: Document, left_out: Sequence[LeftOut] = (), model: "Model | None" = None) -> list[Attribution]:
    """Every attribution in a document, in the order of their content, each followed by those inside its content.

    Nothing is taken from what was left out of it, nor from the headings between its paragraphs.
    model: as onrecord.extract.model.load gives it; the shipped `best` unless told.
    """
    # The runtime is imported when it is needed: onnxruntime and tokenizers cost a quarter of a second.
    from onrecord.extract.attributions import attributions, likely
    from onrecord.extract.encode import stretches
    from onrecord.extract.link import link
    from onrecord.extract.model import load

    model = model or load()
    left = [(part.start, part.end) for part in left_out] + headings(document.text)
    words = model.words(document.text).without(left)
    found: list[Attribution] = []
    for stretch in stretches(words):
        first = len(found)
        found.extend(
            one if one.parent is None else msgspec.structs.replace(one, parent=one.parent + first)
            for one in attributions(stretch, link(model.scores(stretch)), model.confidence)
        )
    mended = [mend(document.text, one) for one in found]
    quotes = quotations(document.text)
    stay = {index for index, one in enumerate(mended) if one is not found[index]}
    stay |= {
        index for index, one in enumerate(mended) if one.parent is None and quoted_words(document.text, one.content, quotes) >= LONG
    }
    return likely(mended, stay)
