"""HTML fragments become their text, all of it."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.fragment import fragment_text, is_fragment


def test_paragraphs_and_lines_stand_apart() -> None:
    html = "<p>The  bridge\nstays <b>closed</b>,<br>says Voss.</p><p>“We &amp; you wait.”</p><ul><li>One</li><li>Two</li></ul>"
    assert fragment_text(html) == "The bridge stays closed,\nsays Voss.\n\n“We & you wait.”\n\nOne\n\nTwo"


def test_a_cut_link_keeps_its_whole_address() -> None:
    link = (
        '<p>See <a href="https://kerrin.example/a/long"><span class="invisible">https://</span>'
        '<span class="ellipsis">kerrin.example/a</span><span class="invisible">/long</span></a></p>'
    )
    assert fragment_text(link) == "See https://kerrin.example/a/long"


def test_scripts_are_no_text() -> None:
    assert fragment_text("<p>A<script>alert(1)</script>B<!-- c -->D</p><style>p{}</style>tail") == "ABD\n\ntail"


def test_plain_text_with_a_sign_is_no_fragment() -> None:
    assert not is_fragment("a < b and c > d")
    assert not is_fragment("<Ilse Voss> said: no")
    assert is_fragment("<p>She said no.</p>")


def test_what_is_nested_deeply_does_no_harm() -> None:
    assert "x" in fragment_text("<div>" * 5_000 + "x")


@given(st.text())
def test_any_characters_are_read(html: str) -> None:
    assert isinstance(fragment_text(html), str)
    assert isinstance(fragment_text(f"<p>{html}</p>"), str)
