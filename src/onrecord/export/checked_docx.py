"""A checked draft to a Word document, with boxes that can be ticked in it or on paper, and a place to sign."""

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from onrecord.export import checked, words
from onrecord.trace.draft import Checked, Row

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

_STEP = 0.5  # centimetres that second-hand words are set in by, and what is told of a row
_NEED = (0x8A, 0x3B, 0x00)  # the colour of what needs attention, which stands out on paper as well

# What XML 1.0 has no place for.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A box that Word ticks at a click, as Word itself writes one; elsewhere and on paper it is an empty box.
_BOX: Final = (
    '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w:alias w:val="{name}"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    '</w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
    "<w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
)


def document(page: Checked) -> bytes:
    """The document's bytes. Loading python-docx costs about 150 ms."""
    import docx

    made = docx.Document()
    properties = made.core_properties
    properties.title, properties.author, properties.comments = _safe(checked.title(page))[:255], "onrecord", ""
    made.add_heading(_safe(checked.title(page)), 1)
    for sentence in checked.head(page):
        made.add_paragraph(_safe(sentence))
    _attention(made, page)
    if page.rows:
        made.add_heading("Quotes, in the order of the draft", 2)
    for row in page.rows:
        _row(made, page, row)
    _passed_over(made, page)
    made.add_paragraph(f"\nChecked by {'_' * 36}    Date {'_' * 18}").paragraph_format.keep_with_next = True
    made.add_paragraph(_safe(checked.foot(page)))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _attention(made: "WordDocument", page: Checked) -> None:
    items = checked.attention(page)
    if items:
        made.add_heading("Needs attention", 2)
    for item in items:
        line = made.add_paragraph(style="List Bullet")
        if item.row is None:
            line.add_run(_safe(item.text))
        else:
            _link(line, f"{item.row}. {item.text}", f"row{item.row}")


def _row(made: "WordDocument", page: Checked, row: Row) -> None:
    from docx.shared import Cm, RGBColor

    step = _STEP if row.parent else 0.0
    head = made.add_heading(level=3)
    head.paragraph_format.left_indent = Cm(step)
    _named(head, f"{row.number}. {checked.whose(row)}", row.number)
    said = made.add_paragraph(_safe(checked.said(page, row)), style="Quote")
    said.paragraph_format.left_indent = Cm(step)
    said.paragraph_format.keep_with_next = True
    for field in checked.fields(page, row):
        line = made.add_paragraph()
        line.paragraph_format.left_indent = Cm(step + _STEP)
        line.paragraph_format.space_after = 0
        line.paragraph_format.keep_with_next = True
        label = line.add_run(f"{field.label}: ")
        label.bold = True
        told = line.add_run(_safe(field.text))
        if field.kind == "need":
            told.bold = True
            label.font.color.rgb = told.font.color.rgb = RGBColor(*_NEED)
    _boxes(made, step + _STEP, row)


def _boxes(made: "WordDocument", step: float, row: Row) -> None:
    from docx.oxml.parser import parse_xml
    from docx.shared import Cm

    line = made.add_paragraph()
    line.paragraph_format.left_indent = Cm(step)
    for box in checked.BOXES:
        line._p.append(parse_xml(_BOX.format(name=f"Row {row.number}: {box}")))  # noqa: SLF001 - python-docx has no boxes
        line.add_run(f" {box}    ")
    line.add_run(f"Initials {'_' * 10}")


def _passed_over(made: "WordDocument", page: Checked) -> None:
    entries = checked.passed_over(page)
    if entries:
        made.add_heading("Not checked, for it is not the story's", 2)
    for sentence in entries:
        made.add_paragraph(_safe(sentence), style="List Bullet")


def _link(line: "Paragraph", text: str, goal: str) -> None:
    """Words that lead to a row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), goal)
    run = line.add_run(_safe(text))
    run.font.underline = True
    link.append(run._r)  # noqa: SLF001 - python-docx has no links within a document
    line._p.append(link)  # noqa: SLF001


def _named(head: "Paragraph", text: str, number: int) -> None:
    """A row's heading, as what a link leads to."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"row{number}")
    head._p.append(start)  # noqa: SLF001 - python-docx has no bookmarks
    head.add_run(_safe(text))
    head._p.append(end)  # noqa: SLF001


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", words.plain(text))
