"""Word documents give what a reader of their final version sees, in its order."""

import contextlib
import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml.parser import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.read.item import Item
from onrecord.read.word import is_docx, read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(fill: Callable[[Document], object], title: str = "", author: str = "") -> Item:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return Item(raw=out.getvalue(), name="note.docx", suffix=".docx")


def text(*paragraphs: str) -> str | None:
    """What is read of paragraphs that are given as the XML inside them."""

    def fill(document: Document) -> None:
        for inside in paragraphs:
            document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {W}>{inside}</w:p>"))

    return read_docx(made(fill)).text


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_headings_paragraphs_and_cells_stand_in_the_documents_order() -> None:
    def fill(document: Document) -> None:
        document.add_heading("The bridge", 1)
        document.add_paragraph("“We will not gamble with lives,” said Ilse Voss.")
        table = document.add_table(2, 2)
        for number, cell in enumerate(table._cells):
            cell.text = f"Cell {number}"
        document.add_paragraph("")
        document.add_paragraph("The ferrymen disagreed.\nThey said so.")

    assert read_docx(made(fill)).text == (
        "The bridge\n\n“We will not gamble with lives,” said Ilse Voss.\n\nCell 0\n\nCell 1\n\nCell 2\n\nCell 3\n\n"
        "The ferrymen disagreed.\nThey said so."
    )


def test_title_and_author_are_the_documents_where_the_carrier_names_none() -> None:
    item = made(lambda document: document.add_paragraph("Words."), " The  bridge ", "Jane Doe")
    read = read_docx(item)
    assert (read.title, read.byline, read.raw, read.marks) == ("The bridge", "Jane Doe", item.raw, ())
    named = read_docx(Item(raw=item.raw, name="note.docx", title="Mine", byline="Me"))
    assert (named.title, named.byline) == ("Mine", "Me")
    unnamed = read_docx(made(lambda document: document.add_paragraph("Words.")))
    assert (unnamed.title, unnamed.byline) == (None, None)


def test_tracked_insertions_are_in_and_deletions_are_not() -> None:
    inserted, deleted = f"<w:ins>{run('stay closed')}</w:ins>", "<w:del><w:r><w:delText>open</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('today ')}</w:moveFrom><w:moveTo>{run(' on Monday')}</w:moveTo>"
    assert text(run("It will ") + deleted + inserted + moved + run(".")) == "It will stay closed on Monday."


def test_links_and_content_controls_are_words_and_fields_and_hidden_ones_are_not() -> None:
    link = f"<w:hyperlink>{run('the council')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{run(' of Kerrin')}</w:sdtContent></w:sdt>"
    field = "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
    hidden = run("secret", "<w:vanish/>") + run(" shown", '<w:vanish w:val="0"/>')
    assert text(run("one") + run(" ") + run("two")) == "one two"
    assert text(link + control + field + hidden) == "the council of Kerrin shown"


def test_line_breaks_tabs_and_hyphens_are_kept_as_such() -> None:
    assert (
        text("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r>")
        == "one two\nco-op"
    )


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('Boxed.')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(run("Before ") + both + run("after."), run("Next.")) == "Before after.\n\nBoxed.\n\nNext."


def changed(item: Item, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Item:
    """A document with the parts of its archive changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(item.raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in more.items():
            new.writestr(name, part)
    return Item(raw=out.getvalue(), name=item.name)


def test_a_document_without_properties_has_no_title() -> None:
    def change(name: str, part: bytes) -> bytes | None:
        if name == "_rels/.rels":
            return re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part)
        return None if name == "docProps/core.xml" else part

    item = changed(made(lambda document: document.add_paragraph("Words."), "Title", "Jane Doe"), change)
    read = read_docx(item)
    assert (read.text, read.title, read.byline) == ("Words.", None, None)


def with_notes(notes: bytes) -> Item:
    def change(name: str, part: bytes) -> bytes:
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
            return part.replace(b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="' + kind + b'"/></Types>')
        if name == "word/_rels/document.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
            made = b'<Relationship Id="rIdNotes" Type="' + kind + b'" Target="footnotes.xml"/></Relationships>'
            return part.replace(b"</Relationships>", made)
        return part

    return changed(made(lambda document: document.add_paragraph("The bridge.")), change, **{"word/footnotes.xml": notes})


def test_footnotes_stand_at_the_end() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p>{run("---")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("Said on Tuesday.")}</w:p></w:footnote></w:footnotes>'
    ).encode()
    assert read_docx(with_notes(notes)).text == "The bridge.\n\nSaid on Tuesday."


def test_damaged_footnotes_are_refused() -> None:
    with pytest.raises(InputError, match=r"^note.docx is not a Word document that can be read"):
        read_docx(with_notes(b"<w:footnotes"))


def test_an_archive_that_would_burst_is_refused_unopened() -> None:
    item = made(lambda document: document.add_paragraph("Words."))
    with pytest.raises(InputError, match=r"^note.docx would unpack to far more than a document holds"):
        read_docx(changed(item, lambda _, part: part, **{"word/bomb.xml": b"0" * 20_000_000}))


def test_entities_are_not_expanded() -> None:
    def change(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        return part.replace(
            b"?>", b'?><!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>', 1
        ).replace(b"Words.", b"Words.&a;&b;")

    assert read_docx(changed(made(lambda document: document.add_paragraph("Words.")), change)).text == "Words."


@pytest.mark.parametrize("gone", ["[Content_Types].xml", "word/document.xml", "_rels/.rels"])
def test_documents_that_lack_a_part_are_refused(gone: str) -> None:
    item = made(lambda document: document.add_paragraph("Words."))
    with pytest.raises(InputError, match=r"^note.docx is not a Word document that can be read"):
        read_docx(changed(item, lambda name, part: None if name == gone else part))


@pytest.mark.parametrize("part", [b"", b"<w:document", b"\xff\xfe"])
def test_damaged_parts_are_refused(part: bytes) -> None:
    item = made(lambda document: document.add_paragraph("Words."))
    with pytest.raises(InputError, match=r"^note.docx is not a Word document that can be read"):
        read_docx(changed(item, lambda name, old: part if name == "word/document.xml" else old))


def test_cut_off_documents_are_refused() -> None:
    item = made(lambda document: document.add_paragraph("Words."))
    with pytest.raises(InputError, match=r"^note.docx is not a Word document that can be read"):
        read_docx(Item(raw=item.raw[:-100], name="note.docx"))


def test_documents_without_words_are_refused() -> None:
    with pytest.raises(InputError, match=r"^note.docx is a Word document without words"):
        read_docx(made(lambda document: document.add_paragraph(" ")))


def test_word_documents_are_told_from_other_archives() -> None:
    assert is_docx(made(lambda document: document.add_paragraph("Words.")).raw)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"")
    assert not is_docx(out.getvalue())
    assert not is_docx(b"word/document.xml")


WHOLE = made(lambda document: document.add_paragraph("Words.")).raw


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
def test_any_damage_gives_words_or_an_input_error(places: list[tuple[int, int]]) -> None:
    raw = bytearray(WHOLE)
    for place, byte in places:
        raw[place] = byte
    with contextlib.suppress(InputError):
        assert read_docx(Item(raw=bytes(raw), name="note.docx")).text
