"""Weights to an ONNX graph, written node by node: fused attention, one matrix for all heads, 8-bit weights.

An exporter's graph keeps attention in pieces and is slower. Windows come without padding, so there is no mask; word embeddings
come from outside, where two models share one table and only the rows that are needed are read.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from onrecord.extract.decode import ACTS, TAGS
from training.network import POINTER_WIDTH, bucket, layers_in

OUTPUTS = ("tags", "to_cue", "to_source", "inner", "acts")
OPSET, CONTRIB = 20, "com.microsoft"
# Processors without VNNI add pairs of 8-bit products in 16 bits: weights of 7 bits never overflow them.
WEIGHT_LIMIT = 63

Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """A graph under construction. Every method adds nodes and returns the name of what they give."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray) -> str:
        """A constant of the graph."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: Sequence[str], name: str, domain: str = "", **attributes: object) -> str:
        """One node with one output."""
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def split(self, value: str, sizes: Sequence[int], names: Sequence[str]) -> None:
        """Cut the last axis."""
        sizes_name = self.constant(f"{names[0]}.sizes", np.array(sizes, dtype=np.int64))
        self.nodes.append(helper.make_node("Split", [value, sizes_name], list(names), axis=-1))

    def linear(
        self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32], name: str, *, is_float: bool = False
    ) -> str:
        """Value @ weight + bias; weight: [in, out], kept in 8 bits by column unless is_float."""
        bias_name = self.constant(f"{name}.bias", bias.astype(np.float32))
        if is_float:
            product = self.add("MatMul", [value, self.constant(f"{name}.weight", weight.astype(np.float32))], f"{name}.product")
            return self.add("Add", [product, bias_name], name)
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / WEIGHT_LIMIT
        rounded = np.clip(np.rint(weight / scale), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
        parts = [
            value,
            self.constant(f"{name}.weight", rounded),
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(len(scale), dtype=np.int8)),
            bias_name,
        ]
        return self.add("DynamicQuantizeMatMul", parts, name, CONTRIB)

    def norm(self, value: str, weights: Weights, prefix: str, epsilon: float) -> str:
        """Layer normalisation over the last axis."""
        scale = self.constant(f"{prefix}.scale", weights[f"{prefix}.weight"])
        bias = self.constant(f"{prefix}.bias", weights[f"{prefix}.bias"])
        return self.add("LayerNormalization", [value, scale, bias], f"{prefix}.out", axis=-1, epsilon=epsilon)


def build(
    weights: Weights, heads: int, epsilon: float, shrink: Sequence[NDArray[np.float32]] = (), *, quantised: bool
) -> onnx.ModelProto:
    """The network's graph. weights: as the network's state dict names them; heads, epsilon: of the encoder.

    shrink: for each layer by how much each of its inner activations is divided before it is rounded, float32 [inner]; its
    weights grow by as much (Xiao et al., SmoothQuant, 2023). One neuron's activations are four times any other's, and 8 bits
    would drown the rest in its range.
    """
    graph = Graph()
    states = _embeddings(graph, weights, epsilon)
    for number in range(layers_in(weights)):
        by = shrink[number] if quantised and len(shrink) else None
        states = _layer(graph, weights, states, number, heads, epsilon, by, quantised=quantised)
    _heads(graph, weights, states)
    shape = ["batch", "length"]
    hidden = weights["case.weight"].shape[1]
    inputs = [helper.make_tensor_value_info("words", TensorProto.FLOAT, [*shape, hidden])]
    inputs.append(helper.make_tensor_value_info("features", TensorProto.INT64, shape))
    widths = {"tags": len(TAGS), "inner": len(TAGS), "acts": len(ACTS), "to_cue": "targets", "to_source": "targets"}
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [*shape, widths[name]]) for name in OUTPUTS]
    made = helper.make_graph(graph.nodes, "attributions", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="onrecord", ir_version=9)
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: Graph, weights: Weights, epsilon: float) -> str:
    """Words, what the encoder cannot see of them (one row for each combination, as Batch.features numbers them), positions."""
    tables = [weights[f"{name}.weight"] for name in ("case", "quote", "paragraph")]
    hidden = tables[0].shape[1]
    every = (tables[0][:, None, None] + tables[1][:, None] + tables[2]).reshape(-1, hidden)
    features = graph.add("Gather", [graph.constant("features.table", every), "features"], "features.rows")
    words = graph.add("Add", ["words", features], "with.features")
    first_type = weights["encoder.embeddings.token_type_embeddings.weight"][0]
    positions = graph.constant("positions.table", weights["encoder.embeddings.position_embeddings.weight"] + first_type)
    length = graph.add("Shape", ["features"], "length", start=1, end=2)
    graph.constant("zero", np.zeros(1, dtype=np.int64))
    placed = graph.add("Add", [words, graph.add("Slice", [positions, "zero", length, "zero"], "positions")], "placed")
    return graph.norm(placed, weights, "encoder.embeddings.LayerNorm", epsilon)


def _layer(
    graph: Graph,
    weights: Weights,
    states: str,
    number: int,
    heads: int,
    epsilon: float,
    shrink: NDArray[np.float32] | None,
    *,
    quantised: bool,
) -> str:
    prefix = f"encoder.encoder.layer.{number}"

    def of(name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return weights[f"{prefix}.{name}.weight"].T, weights[f"{prefix}.{name}.bias"]

    parts = [of(f"attention.self.{name}") for name in ("query", "key", "value")]
    weight, bias = np.concatenate([one for one, _ in parts], axis=1), np.concatenate([one for _, one in parts])
    joined = graph.linear(states, weight, bias, f"{prefix}.qkv", is_float=not quantised)
    names = [f"{prefix}.{name}" for name in ("query", "key", "value")]
    graph.split(joined, [weight.shape[0]] * 3, names)
    mixed = graph.add("MultiHeadAttention", names, f"{prefix}.mixed", CONTRIB, num_heads=heads)
    attended = graph.linear(mixed, *of("attention.output.dense"), f"{prefix}.attended", is_float=not quantised)
    states = graph.add("Add", [attended, states], f"{prefix}.attention.sum")
    states = graph.norm(states, weights, f"{prefix}.attention.output.LayerNorm", epsilon)
    wide = graph.linear(states, *of("intermediate.dense"), f"{prefix}.wide", is_float=not quantised)
    active = graph.add("Gelu", [wide], f"{prefix}.active", CONTRIB)
    weight, bias = of("output.dense")
    if shrink is not None and (shrink > 1).any():
        active = graph.add("Mul", [active, graph.constant(f"{prefix}.shrink", 1 / shrink)], f"{prefix}.shrunk")
        weight = weight * shrink[:, None]
    narrow = graph.linear(active, weight, bias, f"{prefix}.narrow", is_float=not quantised)
    states = graph.add("Add", [narrow, states], f"{prefix}.sum")
    return graph.norm(states, weights, f"{prefix}.output.LayerNorm", epsilon)


def _heads(graph: Graph, weights: Weights, states: str) -> None:
    """All heads' linear parts in one matrix, then the pointers' products."""
    columns, names, sizes = [], [], []
    for name in ("tags", "inner", "acts"):
        columns.append((weights[f"{name}.weight"].T, weights[f"{name}.bias"]))
        names.append(name)
    for pointer in ("to_cue", "to_source"):
        for part, shrink in (("query", POINTER_WIDTH**-0.5), ("key", 1.0), ("null", 1.0), ("prior", 1.0)):
            columns.append((shrink * weights[f"{pointer}.{part}.weight"].T, shrink * weights[f"{pointer}.{part}.bias"]))
            names.append(f"{pointer}.{part}")
    sizes = [bias.shape[0] for _, bias in columns]
    joined = graph.linear(
        states,
        np.concatenate([one for one, _ in columns], axis=1),
        np.concatenate([one for _, one in columns]),
        "heads",
        is_float=True,
    )
    graph.split(joined, sizes, names)
    shapes = _shapes(graph)
    buckets = bucket(torch.arange(-_REACH, _REACH + 1)).numpy()
    for pointer in ("to_cue", "to_source"):
        turned = graph.add("Transpose", [f"{pointer}.key"], f"{pointer}.turned", perm=[0, 2, 1])
        scores = graph.add("MatMul", [f"{pointer}.query", turned], f"{pointer}.scores")
        by_distance = _distances(graph, weights[f"{pointer}.distance.weight"][buckets, 0], pointer, shapes)
        scores = graph.add("Add", [scores, by_distance], f"{pointer}.near")
        prior = graph.add("Transpose", [f"{pointer}.prior"], f"{pointer}.likely", perm=[0, 2, 1])
        scores = graph.add("Add", [scores, prior], f"{pointer}.words")
        graph.add("Concat", [f"{pointer}.null", scores], pointer, axis=-1)


def word_table(weights: Weights) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The word embeddings in 8 bits by row, int8 [vocabulary, hidden], and each row's scale, float32 [vocabulary]."""
    table = weights["encoder.embeddings.word_embeddings.weight"]
    scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    return np.rint(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


class _Shapes(NamedTuple):
    """Names of one-element vectors with the numbers that _distances needs, all from the window's length."""

    wide: str  # [length, 2 * length]
    flat: str  # length * (2 * length - 1)
    sheared: str  # [length, 2 * length - 1]
    last: str  # length - 1
    first: str  # where the table begins for this length
    behind: str  # and where it ends


def _shapes(graph: Graph) -> _Shapes:
    for name, value in (("one", 1), ("two", 2), ("reach", _REACH)):
        graph.constant(name, np.array([value], dtype=np.int64))
    graph.constant("minus.one", np.array([-1], dtype=np.int64))
    double = graph.add("Mul", ["length", "two"], "double")
    narrower = graph.add("Sub", [double, "one"], "narrower")
    return _Shapes(
        wide=graph.add("Concat", ["length", double], "wide.shape", axis=0),
        flat=graph.add("Mul", ["length", narrower], "flat.size"),
        sheared=graph.add("Concat", ["length", narrower], "sheared.shape", axis=0),
        last=graph.add("Sub", ["length", "one"], "last"),
        first=graph.add("Sub", ["reach", graph.add("Sub", ["length", "one"], "before")], "first"),
        behind=graph.add("Add", ["reach", graph.add("Add", ["length", "one"], "after")], "behind"),
    )


def _distances(graph: Graph, table: NDArray[np.float32], pointer: str, shapes: _Shapes) -> str:
    """table[column - row] for a square, by shearing repeated rows: copies instead of a look-up for each cell.

    Rows of one width, read on in rows that are one shorter, each begin one step further on.
    """
    name = f"{pointer}.distance"
    line = graph.add("Slice", [graph.constant(f"{name}.table", table), shapes.first, shapes.behind], f"{name}.line")
    rows = graph.add("Expand", [line, shapes.wide], f"{name}.rows")
    flat = graph.add("Reshape", [rows, "minus.one"], f"{name}.flat")
    kept = graph.add("Slice", [flat, "zero", shapes.flat], f"{name}.kept")
    sheared = graph.add("Reshape", [kept, shapes.sheared], f"{name}.sheared")
    return graph.add("Slice", [sheared, shapes.last, "double", "one"], name)


_REACH = 512  # more wordpieces than a window has
