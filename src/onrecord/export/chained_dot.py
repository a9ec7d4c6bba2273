"""A chain to Graphviz's DOT: a node for each report, an edge to what it rests on."""

from collections.abc import Mapping
from typing import Final

from onrecord.export import chained, words
from onrecord.store.chains import Chained
from onrecord.trace.resting import Sure

_STYLES: Final[Mapping[Sure, str]] = {"stated": "solid", "likely": "dashed", "possible": "dotted"}


def dot(one: Chained) -> str:
    """The graph. Edges go from a report to what it rests on; first hand and “not known” stand in the node."""
    numbered = chained.numbers(one)
    lines = [
        "digraph chain {",
        "  rankdir=BT;",
        '  node [shape=box, fontname="sans-serif"];',
        f"  label={_quoted(chained.heading(one))};",
    ]
    for node in one.chain.nodes:
        label = _quoted("\n".join(chained.box(one, node, numbered)))
        address = chained.link(node.at)
        link = f", URL={_quoted(address)}" if address else ""
        lines.append(
            f"  {_quoted(node.at.document)} [label={label}{link}{', penwidth=3' if chained.is_source(one, node) else ''}];"
        )
    for node in one.chain.nodes:
        for rest in node.rests:
            if rest.on is not None:
                kinds = ", ".join(dict.fromkeys(each.kind for each in rest.evidence))
                about = f"label={_quoted(kinds)}, tooltip={_quoted(chained.why(one, rest, numbered))}, style={_STYLES[rest.sure]}"
                lines.append(f"  {_quoted(node.at.document)} -> {_quoted(rest.on)} [{about}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A string of DOT. A backslash is doubled, so that nothing in a name becomes an escape."""
    safe = words.plain(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'
