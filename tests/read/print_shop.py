"""A print shop: small PDF files, written by hand, line by line at given places."""

from collections.abc import Sequence

Placed = tuple[float, float, str]

WIDTH, HEIGHT = 595, 842
SIZE, LEADING = 11, 14
TOP, LEFT = 740, 72


def column(lines: Sequence[str], *, top: float = TOP, left: float = LEFT, leading: float = LEADING) -> list[Placed]:
    """Lines one below the other; an empty one leaves a gap."""
    return [(left, top - leading * number, line) for number, line in enumerate(lines) if line]


def pdf(pages: Sequence[Sequence[Placed]], *, info: str = "", catalog: str = "", trailer: str = "") -> bytes:
    """A PDF file with these lines on its pages, in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj\n" for x, y, words in page)
        stream = f"BT /F1 {SIZE} Tf\n{drawn}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    return _file([made.encode("cp1252") for made in objects], trailer)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    about = b"/Size %d /Root 1 0 R /Info %d 0 R %s" % (len(objects) + 1, len(objects), trailer.encode())
    return made + b"trailer << %s >>\nstartxref\n%d\n%%%%EOF\n" % (about, start)
