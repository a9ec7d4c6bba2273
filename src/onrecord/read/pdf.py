"""PDF files to their text, with a mark at the first words of each page.

PDFium's reading order is kept: in most two-column files it is column after column, as the file's maker wrote it, but where a
file is written row by row, the columns' lines stand side by side in one line. What `printed` says of running heads holds here.
"""

import ctypes
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import InputError
from onrecord.read.item import Item
from onrecord.read.printed import Line, Sheet, printed_line, running_text

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage  # type: ignore[import-untyped]

LIMIT_PAGES = 5_000
LIMIT_CHARACTERS = 10_000_000

# PDFium is not thread-safe, not even for two files at a time: one thread reads, the others wait.
_PDFIUM = threading.Lock()

# The specification lets the signature stand anywhere in the first 1024 bytes; viewers obey.
_SIGNATURE = b"%PDF-"
_HEAD = 1_024

_ERROR_PASSWORD, _ERROR_SECURITY = 4, 5

# Where more of the characters than this are none that a text has, the file's fonts don't say what their shapes stand for.
_UNREADABLE_SHARE = 0.2
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
_NEVER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\u00ad]")
_LIGATURES = re.compile(r"[\ufb00-\ufb06]")

# What programs put into the title when nobody gives one.
_NO_TITLE = re.compile(
    r"^(?:microsoft word\b.*|microsoft powerpoint\b.*|untitled.*|.*\.(?:docx?|pdf|indd|rtf|odt|qxd|tmp|html?|pptx?|xlsx?))$", re.I
)


def is_pdf(raw: bytes) -> bool:
    """Whether the bytes are a PDF file."""
    return _SIGNATURE in raw[:_HEAD]


def read_pdf(item: Item) -> Item:
    """The same item with its text, a mark for each page that has words, and its title from the document's properties.

    A mark's label is the page's own (iv, 12, A-3), else its number counted from 1. The date on which the file was made says
    nothing of when the document was published, and its author is often only who ran the program: neither is used.
    Raises InputError where the file is encrypted, damaged, too long, or holds no text. Loading PDFium costs about 100 ms.
    """
    with _PDFIUM:
        sheets, title = _sheets(item)
    text, marks = running_text(sheets)
    if not any(character.isalnum() for character in text):
        raise InputError(f"{item.name} holds pictures of pages and no text: run it through text recognition (OCR) first.")
    unreadable = len(_UNREADABLE.findall(text))
    if unreadable > _UNREADABLE_SHARE * len(text):
        raise InputError(
            f"{item.name} does not say which letters its fonts show, so its text can't be had: run it through text recognition (OCR)."
        )
    return msgspec.structs.replace(item, text=text, marks=marks, title=item.title or title)


def _sheets(item: Item) -> tuple[list[Sheet], str | None]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(item.raw) as document:
            return list(_pages(document, item.name)), _title(document)
    except PdfiumError as error:
        if error.err_code in {_ERROR_PASSWORD, _ERROR_SECURITY}:
            raise InputError(f"{item.name} is locked with a password: save a copy without it, and read that.") from error
        raise InputError(f"{item.name} is a damaged PDF file: fetch it again, or open it in a viewer and save it anew.") from error


def _title(document: "PdfDocument") -> str | None:
    title = " ".join(_NEVER.sub("", document.get_metadata_value("Title")).split())
    return None if not title or _NO_TITLE.match(title) else title


def _pages(document: "PdfDocument", name: str) -> Iterator[Sheet]:
    count = len(document)
    if count > LIMIT_PAGES:
        raise InputError(f"{name} holds {count:,} pages, more than {LIMIT_PAGES:,}: split it into one file for each document.")
    total = 0
    for number in range(count):
        with closing(document[number]) as page, closing(page.get_textpage()) as words:
            total += words.count_chars()
            if total > LIMIT_CHARACTERS:
                raise InputError(
                    f"{name} holds more than {LIMIT_CHARACTERS:,} characters: split it into one file for each document."
                )
            width, height = page.get_size()
            label = " ".join(_NEVER.sub("", document.get_page_label(number)).split())
            yield Sheet(label or str(number + 1), height, width, tuple(_lines(words)))


def _lines(words: "PdfTextPage") -> Iterator[Line]:
    """The lines of a page: PDFium ends each with a line break, or with a hyphen that it has taken for a broken word's."""
    from pypdfium2.raw import FPDFText_GetUnicode, FPDFText_IsHyphen  # type: ignore[import-untyped]

    codes: list[int] = []
    places: list[int] = []
    for place in range(words.count_chars()):
        code = FPDFText_GetUnicode(words, place)
        is_hyphen = code in {0x02, 0xFFFE} and FPDFText_IsHyphen(words, place) == 1
        if is_hyphen or code in {0x0A, 0x0D}:
            yield from _line(words, codes, places, hyphen=is_hyphen)
            codes, places = [], []
        elif code:
            codes.append(code)
            places.append(place)
    yield from _line(words, codes, places, hyphen=False)


def _line(words: "PdfTextPage", codes: list[int], places: list[int], *, hyphen: bool) -> Iterator[Line]:
    text = _characters(codes)
    inked = [place for code, place in zip(codes, places, strict=True) if code > 0x20 and code != 0xA0]
    if not text or not inked:
        return
    left, bottom, _, top = _box(words, inked[0])
    _, _, right, _ = _box(words, inked[-1])
    yield printed_line(text, left, max(right, left), bottom, top - bottom, hyphen=hyphen)


def _characters(codes: list[int]) -> str:
    """The characters of codes, pairs of surrogates joined, ligatures as the letters that they join, runs of space as one."""
    whole = "".join(map(chr, (code for code in codes if code <= 0x10FFFF)))
    joined = whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    spelled = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), joined)
    soft = spelled.rstrip().endswith("\u00ad")
    return " ".join(_NEVER.sub(" ", spelled.replace("\u00ad", "")).split()) + ("\u00ad" if soft else "")


def _box(words: "PdfTextPage", place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character, as high as its font; nothing where PDFium doesn't say."""
    from pypdfium2.raw import FS_RECTF, FPDFText_GetLooseCharBox

    box = FS_RECTF()
    if not FPDFText_GetLooseCharBox(words, place, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
