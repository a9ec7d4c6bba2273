"""Rows and answers to small decision trees, one after another, each on what those before it got wrong (Friedman 2001).

Every split and leaf follows the first and second slope of the loss, as Chen and Guestrin (2016) do it; thresholds lie between the
values that a feature has. The table that is written is what `onrecord.trace.trees` reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 64  # values of a feature that are told apart


@dataclass(frozen=True)
class Plan:
    """How many trees, of how many leaves; how much of each is added; weight of the squares of leaves' values; rows of a leaf at least.

    rising: features that may only speak for (1) or against (-1).
    """

    count: int = 300
    leaves: int = 6
    rate: float = 0.05
    held: float = 5.0
    least: int = 20
    rising: Mapping[str, int] | None = None


@dataclass
class Node:
    """A node of a tree: a leaf where it has no feature."""

    rows: NDArray[np.int64]
    value: float
    low: float = -np.inf
    high: float = np.inf
    feature: int = -1
    threshold: float = 0.0
    left: int = 0
    right: int = 0


def boost(
    rows: NDArray[np.float64], answers: NDArray[np.float64], weight: NDArray[np.float64], names: Sequence[str], plan: Plan
) -> list[list[Node]]:
    """Trees. rows: float64 [rows, features]; answers: 0 or 1."""
    edges = [_edges(column) for column in rows.T]
    bins = np.stack([np.searchsorted(edge, column, side="left") for edge, column in zip(edges, rows.T, strict=True)], axis=1)
    signs = [(plan.rising or {}).get(name, 0) for name in names]
    total = np.zeros(len(rows))
    found = []
    for _ in range(plan.count):
        likely = 1 / (1 + np.exp(-total))
        tree = _tree(bins, edges, weight * (answers - likely), weight * likely * (1 - likely), signs, plan)
        for node in tree:
            if node.feature < 0:
                total[node.rows] += node.value
        found.append(tree)
    return found


def _edges(column: NDArray[np.float64]) -> NDArray[np.float64]:
    values = np.unique(column)
    if len(values) > BINS:
        values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)))
    return np.round((values[1:] + values[:-1]) / 2, 5)


def _tree(
    bins: NDArray[np.int64],
    edges: Sequence[NDArray[np.float64]],
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
    signs: Sequence[int],
    plan: Plan,
) -> list[Node]:
    tree = [Node(np.arange(len(bins)), 0.0)]
    splits = {0: _best(tree[0], bins, edges, slope, curve, signs, plan)}
    for _ in range(plan.leaves - 1):
        at = max(splits, key=lambda place: splits[place][0])
        gain, feature, cut, one, other = splits.pop(at)
        if gain <= 0:
            break
        node = tree[at]
        is_left = bins[node.rows, feature] <= cut
        middle = (one + other) / 2
        low, high = (node.low, node.high)
        left = Node(node.rows[is_left], one, low, middle if signs[feature] > 0 else high)
        right = Node(node.rows[~is_left], other, middle if signs[feature] > 0 else low, high)
        if signs[feature] < 0:
            left.low, right.high = middle, middle
        node.feature, node.threshold, node.left, node.right = feature, float(edges[feature][cut]), len(tree), len(tree) + 1
        tree += [left, right]
        for place in (node.left, node.right):
            splits[place] = _best(tree[place], bins, edges, slope, curve, signs, plan)
    for node in tree:
        node.value = round(plan.rate * node.value, 5)
    return tree


def _best(
    node: Node,
    bins: NDArray[np.int64],
    edges: Sequence[NDArray[np.float64]],
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
    signs: Sequence[int],
    plan: Plan,
) -> tuple[float, int, int, float, float]:
    """The best split of a node: its gain, feature, place, and the values on both sides."""
    rows = node.rows
    slopes, curves = slope[rows], curve[rows]
    whole, bend = slopes.sum(), curves.sum()
    best = (0.0, 0, 0, 0.0, 0.0)
    for feature, edge in enumerate(edges):
        if not len(edge):
            continue
        column, size = bins[rows, feature], len(edge) + 1
        count = np.cumsum(np.bincount(column, minlength=size))[:-1]
        left, left_bend = (np.cumsum(np.bincount(column, part, minlength=size))[:-1] for part in (slopes, curves))
        one = np.clip(left / (left_bend + plan.held), node.low, node.high)
        other = np.clip((whole - left) / (bend - left_bend + plan.held), node.low, node.high)
        gain = _won(one, left, left_bend, plan.held) + _won(other, whole - left, bend - left_bend, plan.held)
        is_allowed = (count >= plan.least) & (len(rows) - count >= plan.least) & ((other - one) * signs[feature] >= 0)
        gain = np.where(is_allowed, gain - whole**2 / (bend + plan.held) / 2, 0.0)
        cut = int(gain.argmax())
        if gain[cut] > best[0]:
            best = (float(gain[cut]), feature, cut, float(one[cut]), float(other[cut]))
    return best


def _won(value: NDArray[np.float64], slope: NDArray[np.float64], bend: NDArray[np.float64], held: float) -> NDArray[np.float64]:
    found: NDArray[np.float64] = slope * value - (bend + held) * value**2 / 2
    return found


def table(trees: Sequence[Sequence[Node]], names: Sequence[str], scale: float = 1.0, shift: float = 0.0) -> list[str]:
    """The lines that onrecord.trace.trees reads."""
    lines = [f"scale\t{scale:.5f}", f"shift\t{shift:.5f}"]
    for number, tree in enumerate(trees):
        for place, node in enumerate(tree):
            cells = (
                ("", "", "", "", f"{node.value:g}")
                if node.feature < 0
                else (names[node.feature], f"{node.threshold:g}", str(node.left), str(node.right), "")
            )
            lines.append("\t".join((str(number), str(place), *cells)))
    return lines
