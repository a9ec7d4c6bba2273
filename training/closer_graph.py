"""The closer look's weights to an ONNX graph in 8 bits whose activations have fixed ranges, as training.meaning_graph does it.

python -m training.closer_graph --weights build/closer/weights.safetensors --models models
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from safetensors.torch import load_file

from training.base import load_tokenizer
from training.closer import kept_asks
from training.closer_network import LENGTH, CloserNetwork, encoded, run
from training.export import TALLEST
from training.graph import CONTRIB, OPSET, Weights, _layer, layers_in
from training.meaning_graph import FixedGraph, Ranges, _bounds, _name, watched
from training.meaning_network import shared_table
from training.pairs import Ask

CHECKED = 300  # wordings that the activations' ranges are looked up on, each with some passages
PASSAGES = 6


def build(weights: Weights, heads: int, epsilon: float, ranges: Ranges) -> onnx.ModelProto:
    """The graph: words, float32 [pairs, length, hidden], and types (0: of the wording, 1: of the passage), float32 [pairs, length, 1].

    Out: odds, float32 [pairs].
    """
    shrinks = [
        np.maximum(1, ranges.high[_name(number, "narrow")] / TALLEST).astype(np.float32) for number in range(layers_in(weights))
    ]
    graph = FixedGraph(_bounds(ranges, shrinks))
    first, second = weights["encoder.embeddings.token_type_embeddings.weight"]
    positions = graph.constant("positions.table", weights["encoder.embeddings.position_embeddings.weight"][:LENGTH] + first)
    length = graph.add("Shape", ["words"], "length", start=1, end=2)
    graph.constant("zero", np.zeros(1, dtype=np.int64))
    shift = graph.add("Mul", ["types", graph.constant("types.shift", (second - first).astype(np.float32))], "shift")
    placed = graph.add("Add", ["words", graph.add("Slice", [positions, "zero", length, "zero"], "positions")], "placed")
    typed = graph.add("Add", [placed, shift], "typed")
    states = graph.norm(typed, weights, "encoder.embeddings.LayerNorm", epsilon)
    for number, shrink in enumerate(shrinks):
        states = _layer(graph, weights, states, number, heads, epsilon, shrink, quantised=True)
    axis = graph.constant("axis", np.array([1], dtype=np.int64))
    mean = graph.add("ReduceMean", [states, axis], "mean", keepdims=0)
    matrix = graph.constant("says.weight", np.ascontiguousarray(weights["says.weight"].T))
    says = graph.add(
        "Add", [graph.add("MatMul", [mean, matrix], "says.product"), graph.constant("says.bias", weights["says.bias"])], "says"
    )
    last = graph.constant("last", np.array([1], dtype=np.int64))
    graph.add("Squeeze", [says, last], "odds")
    hidden = weights["encoder.embeddings.LayerNorm.weight"].shape[0]
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["pairs", "length", hidden]),
        helper.make_tensor_value_info("types", TensorProto.FLOAT, ["pairs", "length", 1]),
    ]
    outputs = [helper.make_tensor_value_info("odds", TensorProto.FLOAT, ["pairs"])]
    made = helper.make_graph(graph.nodes, "closer", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="onrecord", ir_version=9)
    onnx.checker.check_model(model)
    return model


def sampled(every: Sequence[Ask]) -> list[tuple[list[int], int]]:
    """Pairs of wordings that it was taught on."""
    tokenizer = load_tokenizer()
    given = [one for one in every if not one.is_tuning][:: max(1, len(every) // CHECKED)]
    return [pair for one in given for pair in encoded(tokenizer, one.text, one.passages[:PASSAGES])]


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("build/closer/weights.safetensors"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--asks", type=Path, default=Path("build/asks.jsonl"))
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    model = CloserNetwork(shared_table(args.models))
    model.load_state_dict(load_file(args.weights), strict=False)
    model.eval()
    pairs = sampled(kept_asks(Path("../shared/data"), args.asks, None))
    with torch.no_grad():
        ranges = watched(model.encoder, lambda: run(model, pairs, bf16=False, batch=1))
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    config = model.encoder.config
    onnx.save(build(weights, config.num_attention_heads, config.layer_norm_eps, ranges), args.models / "closer.onnx")
    about = {"version": args.version, "length": LENGTH}
    (args.models / "closer.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
