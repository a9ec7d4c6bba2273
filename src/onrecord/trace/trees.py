"""Features to a likelihood, by many small decision trees, which are read from a table.

Made by `python -m training.trace`; the table's lines are nodes: tree, node, feature, threshold, the nodes for what is at most the
threshold and for what is above it, and the value of a leaf. The lines “scale” and “shift” make a likelihood of the sum of values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_LEAF = -1


@dataclass(frozen=True, slots=True)
class Trees:
    """Decision trees over some features: arrays by node, and where each tree begins. A leaf's feature is -1."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    scale: float
    shift: float

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the trees say of each row together, float64 [rows]; rows: float64 [rows, features]."""
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        at = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[node]
            is_leaf = feature == _LEAF
            if is_leaf.all():
                found: NDArray[np.float64] = self.value[node].sum(axis=1)
                return found
            below = rows[at, np.where(is_leaf, 0, feature)] <= self.threshold[node]
            node = np.where(is_leaf, node, np.where(below, self.left[node], self.right[node]))

    def likelihoods(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each row is what the trees were made to tell, in [0, 1]."""
        found: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(self.scale * self.sums(rows) + self.shift, -30, 30)))
        return found


@cache
def trees(name: str, features: Sequence[str]) -> Trees:
    """The trees of a table under data/. features: names of a row's columns, in their order."""
    text = files("onrecord.trace").joinpath("data", name).read_text(encoding="utf-8")
    return parsed_trees(text.splitlines(), features)


def parsed_trees(lines: Sequence[str], features: Sequence[str]) -> Trees:
    """The trees that a table's lines give."""
    columns = {name: number for number, name in enumerate(features)}
    scale, shift, first = 1.0, 0.0, 0
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if cells[0] == "scale":
            scale = float(cells[1])
        elif cells[0] == "shift":
            shift = float(cells[1])
        else:
            _, node, feature, threshold, left, right, value = cells
            if node == "0":
                first = len(nodes)
                roots.append(first)
            if feature:
                nodes.append((columns[feature], float(threshold), first + int(left), first + int(right), 0.0))
            else:
                nodes.append((_LEAF, 0.0, 0, 0, float(value)))
    feature_of, threshold_of, lefts, rights, values = (list(column) for column in zip(*nodes, strict=True))
    return Trees(
        np.array(roots, dtype=np.int32),
        np.array(feature_of, dtype=np.int32),
        np.array(threshold_of),
        np.array(lefts, dtype=np.int32),
        np.array(rights, dtype=np.int32),
        np.array(values),
        scale,
        shift,
    )
