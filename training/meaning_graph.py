"""The meaning encoder's weights to an ONNX graph in 8 bits whose activations have fixed ranges.

Ranges that follow a batch would let a text's neighbours move it. Texts of one length go together, so nothing is padded and there
is no mask; word embeddings come from outside, as for the models that they are shared with.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import Tensor

from training.export import TALLEST
from training.graph import CONTRIB, OPSET, WEIGHT_LIMIT, Graph, Weights, _layer, layers_in

INPUTS = {
    "qkv": "attention.self.query",
    "attended": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}


class Ranges(NamedTuple):
    """What goes into the matrices of each layer on a sample of texts: lowest and highest value of each channel."""

    low: Mapping[str, NDArray[np.float32]]
    high: Mapping[str, NDArray[np.float32]]


class FixedGraph(Graph):
    """A graph whose 8-bit matrices take activations of known ranges. ranges: by the matrix's name, lowest and highest."""

    def __init__(self, ranges: Mapping[str, tuple[float, float]]) -> None:
        super().__init__()
        self.ranges = ranges

    def linear(
        self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32], name: str, *, is_float: bool = False
    ) -> str:
        """Value @ weight + bias, as Graph does it, but with the activations rounded by their range."""
        if is_float:
            return super().linear(value, weight, bias, name, is_float=True)
        low, high = (min(self.ranges[name][0], 0.0), max(self.ranges[name][1], 0.0))
        step = np.float32((high - low) / 255)
        zero = np.array(np.clip(round(-low / step), 0, 255), dtype=np.uint8)
        step_name, zero_name = self.constant(f"{name}.step", np.array(step)), self.constant(f"{name}.nought", zero)
        rounded = self.add("QuantizeLinear", [value, step_name, zero_name], f"{name}.rounded")
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / WEIGHT_LIMIT
        matrix = np.clip(np.rint(weight / scale), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
        parts = [
            rounded,
            self.constant(f"{name}.weight", matrix),
            step_name,
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            zero_name,
            self.constant(f"{name}.zero", np.zeros(len(scale), dtype=np.int8)),
            self.constant(f"{name}.bias", bias.astype(np.float32)),
        ]
        return self.add("MatMulIntegerToFloat", parts, name, CONTRIB)


def watched(encoder: torch.nn.Module, read: Callable[[], object]) -> Ranges:
    """What goes into every matrix while `read` runs texts through the encoder."""
    low: dict[str, NDArray[np.float32]] = {}
    high: dict[str, NDArray[np.float32]] = {}

    def watch(name: str) -> Callable[..., None]:
        def see(_module: object, inputs: tuple[Tensor, ...]) -> None:
            flat = inputs[0].detach().float().flatten(0, -2)
            down, up = flat.amin(0).numpy(), flat.amax(0).numpy()
            low[name], high[name] = np.minimum(low.get(name, down), down), np.maximum(high.get(name, up), up)

        return see

    hooks = []
    for number, layer in enumerate(encoder.encoder.layer):
        for name, path in INPUTS.items():
            module = layer.get_submodule(path)
            hooks.append(module.register_forward_pre_hook(watch(f"encoder.encoder.layer.{number}.{name}")))
    read()
    for hook in hooks:
        hook.remove()
    return Ranges(low, high)


def build(weights: Weights, heads: int, epsilon: float, ranges: Ranges, *, quantised: bool) -> onnx.ModelProto:
    """The graph: word embeddings in, float32 [texts, length, hidden]; points of length 1 out, float32 [texts, hidden]."""
    shrinks = [
        np.maximum(1, ranges.high[_name(number, "narrow")] / TALLEST).astype(np.float32) for number in range(layers_in(weights))
    ]
    graph = FixedGraph(_bounds(ranges, shrinks))
    states = _embeddings(graph, weights, epsilon)
    for number, shrink in enumerate(shrinks):
        states = _layer(graph, weights, states, number, heads, epsilon, shrink if quantised else None, quantised=quantised)
    axis = graph.constant("axis", np.array([1], dtype=np.int64))
    whole = graph.add("ReduceSum", [states, axis], "whole", keepdims=0)
    graph.add("LpNormalization", [whole], "points", axis=-1, p=2)
    hidden = weights["encoder.embeddings.LayerNorm.weight"].shape[0]
    inputs = [helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "length", hidden])]
    outputs = [helper.make_tensor_value_info("points", TensorProto.FLOAT, ["texts", hidden])]
    made = helper.make_graph(graph.nodes, "meaning", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="onrecord", ir_version=9)
    onnx.checker.check_model(model)
    return model


def _name(number: int, name: str) -> str:
    return f"encoder.encoder.layer.{number}.{name}"


def _bounds(ranges: Ranges, shrinks: Sequence[NDArray[np.float32]]) -> dict[str, tuple[float, float]]:
    found = {name: (float(ranges.low[name].min()), float(ranges.high[name].max())) for name in ranges.low}
    for number, shrink in enumerate(shrinks):
        name = _name(number, "narrow")
        found[name] = float((ranges.low[name] / shrink).min()), float((ranges.high[name] / shrink).max())
    return found


def _embeddings(graph: Graph, weights: Weights, epsilon: float) -> str:
    """Words and positions; every wordpiece is of the first of the base encoder's two types."""
    first_type = weights["encoder.embeddings.token_type_embeddings.weight"][0]
    positions = graph.constant("positions.table", weights["encoder.embeddings.position_embeddings.weight"] + first_type)
    length = graph.add("Shape", ["words"], "length", start=1, end=2)
    graph.constant("zero", np.zeros(1, dtype=np.int64))
    placed = graph.add("Add", ["words", graph.add("Slice", [positions, "zero", length, "zero"], "positions")], "placed")
    return graph.norm(placed, weights, "encoder.embeddings.LayerNorm", epsilon)
