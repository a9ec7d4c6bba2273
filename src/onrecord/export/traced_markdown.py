"""Traces to Markdown: each quote with where it stands, how it drifted on the way, and what was searched."""

from collections.abc import Iterator

from onrecord.export import traced, words
from onrecord.export.markdown import escape
from onrecord.export.traced import Page
from onrecord.trace.trace import Trace
from onrecord.trace.tracing import Traced


def markdown(page: Page) -> str:
    """The report. The texts' own characters are escaped, so that none of them is read as markup."""
    lines = [f"# {escape(traced.heading(page))}"]
    if traced.about(page):
        lines += ["", escape(traced.about(page))]
    if traced.notice(page):
        lines += ["", f"**{escape(traced.notice(page))}**"]
    if traced.not_searched(page):
        lines += ["", f"**{escape(traced.not_searched(page))}**"]
    lines += ["", escape(traced.summary(page))]
    for number, one in enumerate(page.traces, start=1):
        lines += ["", *_quote(page, number, one)]
    if any(traced.has_drift(each) for one in page.traces for each in (one.trace, one.elsewhere)):
        lines += ["", f"In the drift: ~~the source's words~~ **the article's words** {escape('[…]')} left out of the source."]
    lines.append("")
    return "\n".join([*lines, escape(traced.CAUTION)]) + "\n"


def _quote(page: Page, number: int, one: Traced) -> Iterator[str]:
    yield f"## {number}\\. {escape(traced.whose(one))}: {escape(traced.verdict(one.trace))}"
    yield ""
    for line in words.plain(one.asked.text).split("\n"):
        yield f"> {escape(line)}".rstrip()
    yield ""
    if one.note:
        yield from (escape(one.note), "")
    if one.trace.found is not None:
        yield from _found(page, one.trace)
        return
    yield escape(traced.reason(one.trace))
    if traced.searched(one.trace):
        yield from ("", escape(traced.searched(one.trace)))
    if one.elsewhere is not None:
        yield from ("", f"**{escape(traced.question(one))}**", "")
        yield from _found(page, one.elsewhere)
        return
    near = traced.misses(one.trace)
    if near:
        yield from ("", traced.nearest(one.trace), "")
    for passage, said, likely in near:
        yield f"- {escape(said)} ({escape(f'{traced.where(page, passage)} · {likely}')})"


def _found(page: Page, made: Trace) -> Iterator[str]:
    if made.found is None:
        return
    yield escape(traced.reason(made))
    yield ""
    yield f"- Source: {escape(traced.source_words(made))}"
    if traced.has_drift(made):
        yield f"- Drift: {_drift(made)}"
    yield f"- {escape(traced.where(page, made.found, made.span))}"
    if made.also:
        yield f"- The same text: {escape(', '.join(made.also))}"


def _drift(made: Trace) -> str:
    found = []
    for step in traced.steps(made):
        if step.kind == "cut":
            found.append(escape("[…]"))
        elif step.kind in {"same", "between"}:
            found.append(escape(step.article))
        else:
            found += [f"~~{escape(step.source)}~~"] if step.source.strip() else []
            found += [f"**{escape(step.article)}**"] if step.article.strip() else []
    return " ".join(part for part in found if part)
