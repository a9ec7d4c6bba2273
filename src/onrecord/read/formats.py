"""Formats: an item whose bytes are no plain text or page (PDF, DOCX, subtitles) to the same item with its text."""

from typing import Final

from onrecord.read.item import Item
from onrecord.read.singlefile import with_singlefile

_PAGES: Final = (".html", ".htm", ".xhtml")


def opened(item: Item) -> Item:
    """The item with the text that its format holds; as it came where it is a page or plain text already.

    Raises InputError, in one sentence, where the file is damaged, encrypted or without text.
    """
    if item.text is not None:
        return item
    from onrecord.read import pdf, subtitles, word

    if pdf.is_pdf(item.raw):
        return pdf.read_pdf(item)
    if word.is_docx(item.raw):
        return word.read_docx(item)
    if subtitles.is_subtitles(item.raw, item.suffix):
        return subtitles.read_subtitles(item)
    return with_singlefile(item)
