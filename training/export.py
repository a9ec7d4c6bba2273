"""Weights to the shipped model: ONNX with 8-bit weights, the tokenizer, and what the package must know of both.

    python -m training.export --weights build/model/epoch6.safetensors --out models --version 1

Weights are quantised to 7 bits a channel, so that processors without VNNI, whose 8-bit products saturate, give the same answers.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from tokenizers import Tokenizer

from onrecord.extract.decode import TAGS
from onrecord.extract.encode import STRIDE, WINDOW
from training.base import encoder_path
from training.network import AttributionNetwork

INPUTS = ("ids", "mask", "case", "quote", "paragraph")
OUTPUTS = ("tags", "to_cue", "to_source")


def to_onnx(weights: Path, target: Path) -> None:
    """Write the network with float weights as ONNX, batch and length free."""
    model = AttributionNetwork(str(encoder_path()))
    model.load_state_dict(load_file(weights))
    model.eval()
    example = tuple(torch.ones((2, 16), dtype=torch.long) for _ in INPUTS)
    batch, length = torch.export.Dim("batch", min=1, max=256), torch.export.Dim("length", min=3, max=512)
    program = torch.onnx.export(
        model,
        example,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=tuple({0: batch, 1: length} for _ in INPUTS),
        dynamo=True,
        external_data=False,
    )
    assert program is not None
    program.save(target)


def stays_float(node: onnx.NodeProto) -> bool:
    """Whether rounding a node's weights costs more accuracy than it saves, by the module that the exporter noted for it.

    That is the heads, a hundredth of all weights, and the second half of the first layer, whose inputs have outliers.
    """
    module = next((note.value for note in node.metadata_props if note.key == "pkg.torch.onnx.name_scopes"), "")
    return "encoder.encoder" not in module or "layer.0.output" in module


def quantise(source: Path, target: Path) -> None:
    """Weights to 8-bit integers, activations as they come."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        float_nodes = [node.name for node in onnx.load(source).graph.node if node.op_type == "MatMul" and stays_float(node)]
        quantize_dynamic(
            str(prepared),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=float_nodes,
        )
    model = onnx.load(target)
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.graph.value_info[:]
    onnx.save(model, target)


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--version", required=True, help="the model's version, a number that grows")
    parser.add_argument("--float", type=Path, default=None, help="also keep the unquantised model in this folder, to compare")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        to_onnx(args.weights, plain)
        complete(args.out, args.version)
        quantise(plain, args.out / "model.onnx")
        if args.float:
            complete(args.float, args.version)
            shutil.copyfile(plain, args.float / "model.onnx")


def complete(folder: Path, version: str) -> None:
    """What a model's folder holds beside its weights: the tokenizer, and what the package must know."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(encoder_path() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    labels = {"version": version, "tags": list(TAGS), "window": WINDOW, "stride": STRIDE, "inputs": INPUTS, "outputs": OUTPUTS}
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
