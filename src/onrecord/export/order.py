"""A record's statements to the order that they are read in: as the text runs, what is second-hand under its parent."""

from collections import defaultdict

from onrecord.record import Record, Statement, StatementId


def reading_order(record: Record) -> list[tuple[Statement, int]]:
    """Every statement once, with its depth: 0 for what the text itself reports, 1 for what stands inside such words, ..."""
    children: dict[StatementId | None, list[Statement]] = defaultdict(list)
    for statement in sorted(record.statements, key=_place):
        children[statement.parent].append(statement)
    ordered: list[tuple[Statement, int]] = []
    seen: set[int] = set()

    def visit(statement: Statement, depth: int) -> None:
        if id(statement) in seen:
            return
        seen.add(id(statement))
        ordered.append((statement, depth))
        for child in children[statement.id]:
            visit(child, depth + 1)

    # Parents that run in a circle have no root: their statements are shown all the same.
    for statement in (*children[None], *sorted(record.statements, key=_place)):
        visit(statement, 0)
    return ordered


def _place(statement: Statement) -> tuple[int, int]:
    return statement.content[0].start, -statement.content[-1].end
