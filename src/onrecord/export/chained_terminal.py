"""A chain to the terminal: a tree of what rests on what, each edge with what speaks for it."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from onrecord.export import chained, words
from onrecord.record import DocumentId
from onrecord.store.chains import Chained
from onrecord.trace.resting import Evidence, Node

_STEP = 2  # columns of what is told of a report under its name


def show(one: Chained, console: Console) -> None:
    """Print a chain. What the archive holds is printed as text: no markup and no control characters of its own."""
    numbered = chained.numbers(one)
    console.print(_text(console, chained.heading(one), "bold cyan"))
    for told in (chained.summary(one), chained.first(one, numbered), chained.source(one, numbered)):
        console.print(_text(console, told, ""))
    console.print()
    # Each report stands under what it rests on likeliest; what else it may rest on is told beside it.
    under: dict[DocumentId | None, list[Node]] = {}
    for node in one.chain.nodes:
        under.setdefault(node.rests[0].on if node.rests else None, []).append(node)
    tree = Tree("", hide_root=True)
    _grow(tree, None, under, one, numbered, console)
    console.print(tree)
    console.print()
    console.print(_text(console, chained.CAUTION, "dim"))


def _grow(
    tree: Tree,
    above: DocumentId | None,
    under: dict[DocumentId | None, list[Node]],
    one: Chained,
    numbered: chained.Numbers,
    console: Console,
) -> None:
    waiting = [(tree, above)]
    while waiting:
        branch, on = waiting.pop()
        grown = [(branch.add(_node(one, node, numbered, console)), node.at.document) for node in under.get(on, [])]
        waiting += reversed(grown)


def _node(one: Chained, node: Node, numbered: chained.Numbers, console: Console) -> Group:
    at = node.at
    head = _text(console, f"[{numbered[at.document]}] {chained.name(at)}", "bold")
    for tag in chained.tags(one, node):
        head.append(_text(console, f"  {tag}", "not bold green"))
    lines = [(chained.about(at), "dim"), (f"{chained.quoted(at.words)} {chained.offsets(at.content)}", "")]
    for rest, told in chained.rests(one, node, numbered):
        style = "green" if rest.sure == "stated" else "yellow"
        lines.append((f"{told}: {_evidence(rest.evidence, at.document, numbered)}", style))
        lines.append((chained.beyond(one, rest, numbered), ""))
    lines.append((chained.unknown(one, node), "italic"))
    lines += [(told, "") for told in chained.against(one, at.document)]
    lines += [(f"{chained.clue(clue, numbered)} {chained.offsets(clue.evidence.here)}", "dim") for clue in node.clues]
    for place, copy in enumerate(node.copies):
        about = f"[{numbered[copy.at.document]}] {chained.where(copy.at)}"
        lines.append((f"{about}. {chained.copied(node, place, numbered)}.", "dim"))
    return Group(head, *(Padding(_text(console, told, style), (0, 0, 0, _STEP), expand=False) for told, style in lines if told))


def _evidence(found: tuple[Evidence, ...], document: DocumentId, numbered: chained.Numbers) -> str:
    """What speaks for an edge, each with where it stands; in which copy, where it is one."""
    told = []
    for one in found:
        copy = f" in [{numbered[one.of]}]" if one.of != document else ""
        told.append(f"{chained.evidence(one)} {chained.offsets(one.here)}{copy}")
    return "; ".join(told)


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape, not lost and not an error."""
    safe = words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
    return Text(safe, style=style)
