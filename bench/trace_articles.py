"""Real quotes in real articles to the posts that they come from, through the whole pipeline from an article's text; where each miss was lost.

    python -m bench.trace_articles POSTS QUOTES [--index FOLDER] [--articles FOLDER] [--model best|fast] [--all]

POSTS: JSON Lines of posts. QUOTES: as ../shared/data/trace/polnear.json: doc, span, posts; without posts it is somebody else's words,
which are not to be linked to any. --articles: where train.jsonl and dev.jsonl lie; beside POSTS' folder unless told. --index keeps the
index there, or takes it from there. --all prints every trace of the articles.
"""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from onrecord.extract.model import Model
from onrecord.extract.model import load as load_model
from onrecord.pipeline import record
from onrecord.read.source import read_source
from onrecord.record import Record, Span, Statement
from onrecord.trace.index import Index, load
from onrecord.trace.library import gathered, indexed
from onrecord.trace.states import Reader, reader
from onrecord.trace.tracing import Traced, traced


def main() -> None:
    """Trace every article's quotes and print what was found."""
    options = _options()
    model, encoder = load_model(options.model), reader(threads=1)
    index = _index(options.posts, options.index, encoder)
    quotes = json.loads(options.quotes.read_text(encoding="utf-8"))
    articles = _articles(options.articles or options.posts.parent.parent / "polnear", {one["doc"] for one in quotes})
    right, others, wrong, took, count = 0, 0, 0, 0.0, 0
    for name in dict.fromkeys(one["doc"] for one in quotes):
        read = _read(articles[name], model)
        began = time.perf_counter()
        found = traced(read, index, reader=encoder)
        took, count = took + time.perf_counter() - began, count + len(found)
        if options.all:
            _print_all(name, found)
        for quote in (one for one in quotes if one["doc"] == name):
            said = _met(read, Span(*quote["span"]), found, frozenset(quote["posts"]))
            where = f"{name} {quote['span']} “{_short(Span(*quote['span']).of(read.document.text))}”"
            if quote["posts"]:
                right += said is None
                if said is not None:
                    print(f"missed, {said}: {where}")
            else:
                others += 1
                linked = [one for one in _overlapping(Span(*quote["span"]), found) if one.trace.found is not None]
                wrong += bool(linked)
                for one in linked:
                    print(f"wrongly linked to {_source(one)} ({one.trace.fidelity}), of {_who(one)}: {where}")
    print(f"traced to one of their posts: {right} of {len(quotes) - others}")
    print(f"others' words wrongly linked: {wrong} of {others}")
    print(
        f"{len(articles)} articles, {count} wordings, {1000 * took / max(1, count):.0f} ms a wording, among {len(index):,} passages"
    )


def _options() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("posts", type=Path)
    arguments.add_argument("quotes", type=Path)
    arguments.add_argument("--index", type=Path)
    arguments.add_argument("--articles", type=Path)
    arguments.add_argument("--model", choices=("best", "fast"), default="best")
    arguments.add_argument("--all", action="store_true")
    return arguments.parse_args()


def _index(posts: Path, folder: Path | None, encoder: Reader) -> Index:
    if folder is not None and folder.is_dir():
        return load(folder)
    return indexed(gathered([str(posts)]).sources, encoder, folder=folder)


def _articles(folder: Path, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
    names, found = set(wanted), {}
    for part in ("train", "dev"):
        with (folder / f"{part}.jsonl").open(encoding="utf-8") as lines:
            found.update({one["id"]: one for one in map(json.loads, lines) if one["id"] in names})
    return found


def _read(article: dict[str, Any], model: Model) -> Record:
    text = article["text"]
    made = record(read_source(text, published=article["published"], title=article["title"]), model)
    if made.document.text != text:
        raise ValueError(f"{article['id']} is read as another text, so that its offsets do not hold")
    return made


def _met(read: Record, span: Span, found: Sequence[Traced], posts: frozenset[str]) -> str | None:
    """Nothing where a trace of the span leads to one of its posts, else where it was lost."""
    here = _overlapping(span, found)
    if any(_source(one) in posts for one in here):
        return None
    if not here:
        statements = [one for one in read.statements if _overlaps(span, one.content)]
        return f"not asked ({', '.join(map(_told, statements))})" if statements else "not extracted"
    gone = [one for one in here if one.trace.found is not None]
    if gone:
        return f"other post: {', '.join(f'{_source(one)} ({one.trace.fidelity})' for one in gone)}, of {_who(gone[0])}"
    elsewhere = [one for one in here if one.elsewhere is not None and one.elsewhere.found is not None]
    if elsewhere:
        return f"speaker: given to {_who(elsewhere[0])}; asked about as {elsewhere[0].elsewhere.found.document}"  # type: ignore[union-attr]
    near = [miss for one in here for miss in one.trace.misses if miss.passage.document in posts]
    why = f"its post came near, {near[0].likelihood:.2f}" if near else "its post was no candidate"
    return f"not found, of {_who(here[0])}: {why}; asked “{_short(here[0].asked.text)}”"


def _overlapping(span: Span, found: Sequence[Traced]) -> list[Traced]:
    return [one for one in found if _overlaps(span, one.asked.pieces)]


def _overlaps(span: Span, pieces: Sequence[Span]) -> bool:
    return any(piece.start < span.end and span.start < piece.end for piece in pieces)


def _source(one: Traced) -> str | None:
    return one.trace.found.document if one.trace.found is not None else None


def _who(one: Traced) -> str:
    return one.asked.speaker.name if one.asked.speaker is not None else "nobody"


def _told(one: Statement) -> str:
    return f"{one.act}, {one.kind}, {one.speaker.name if one.speaker else 'nobody'}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + " …"


def _print_all(name: str, found: Sequence[Traced]) -> None:
    print(f"== {name}")
    for one in found:
        made = one.trace
        print(f"{_who(one)}: “{_short(one.asked.text)}” {made.fidelity} {made.confidence:.2f} {_source(one) or ''} {made.reason}")
        if made.found is not None and made.fidelity not in {"verbatim"}:
            print(f"      source: {made.words}")
        if one.elsewhere is not None and one.elsewhere.found is not None:
            print(f"      elsewhere: {one.elsewhere.found.document} {one.elsewhere.fidelity}: {one.elsewhere.words}")


if __name__ == "__main__":
    main()
