"""Builds a real .argosmodel whose Transformer is written, not trained, so that its translations are known beforehand.

One encoder and one decoder layer. The decoder looks, at step t, at source position t (cross-attention on orthogonal
position codes), fetches the token's code from there, and the output layer is the dictionary: row `target` points along
the code of `source`, its length being how much the model likes that translation. Past the last token every step finds
the end mark. Self-attention and feed-forward layers add nothing.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

POSITIONS = 256
TOKEN_BITS = 96
ATTENTION_PEAK = 60.0
END_PULL = 0.25
CONFIDENCE = 5.0
EOS = "</s>"
ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?()/-%#@=+&'\"<>[]{}$_"
BRACKETS = tuple(f"⟦{index}⟧" for index in range(8))
NAMES = {"ja": "Japanese", "en": "English", "zh": "Chinese"}

Table = Mapping[str, str | Sequence[tuple[str, float]]]
"""Source pieces with their translation, or several of them with weights (1.2, 1.0 …: apart by .1 at least); `EOS` as a key makes what comes at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large a model is. What is more than the lookup needs costs time and adds nothing. width: the least there is."""

    layers: int = 1
    width: int = 0
    inner: int = 16
    vocabulary: int = 0


SMALLEST = Shape()


def build_package(
    path: Path,
    table: Table,
    *,
    source: str,
    target: str,
    version: str = "1.0",
    extra: Sequence[str] = BRACKETS,
    positions: int = POSITIONS,
    shape: Shape = SMALLEST,
    target_prefix: str = "",
) -> Path:
    """Write the package file; blanks in the table are real blanks. `extra` pieces are copied, and so is what is unknown.

    positions: tokens a source may have, a power of 2. target_prefix: a piece that each translation begins with, in the place
    of what its source begins with.
    """
    choices = {
        _piece(key): [(_piece(text), weight) for text, weight in ([(value, 1.0)] if isinstance(value, str) else value)]
        for key, value in table.items()
    }
    symbols = list(dict.fromkeys([*choices, *(text for some in choices.values() for text, _ in some), *extra]))
    tokenizer, pieces = _tokenizer([symbol for symbol in symbols if symbol != EOS])
    root = f"translate-{source}_{target}-{version}"
    metadata = {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": source,
        "from_name": NAMES[source],
        "to_code": target,
        "to_name": NAMES[target],
        "code": f"translate-{source}_{target}",
        "target_prefix": target_prefix,
    }
    with tempfile.TemporaryDirectory() as folder:
        _model(pieces, choices, positions, shape).save(folder)
        files = {f"model/{one.name}": one.read_bytes() for one in sorted(Path(folder).iterdir())}
    files |= {"metadata.json": json.dumps(metadata).encode(), "sentencepiece.model": tokenizer}
    return write_archive(path, {f"{root}/{name}": content for name, content in sorted(files.items())})


def write_archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a zip file with fixed dates: the same files give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def _piece(text: str) -> str:
    return text.replace(" ", "▁")


def _tokenizer(symbols: Sequence[str]) -> tuple[bytes, list[str]]:
    """Train a tokenizer whose pieces are the symbols, single characters and, for all the rest, bytes."""
    import sentencepiece

    characters = dict.fromkeys([*ASCII, *"".join(symbols).replace("▁", " ")])
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(characters)] * 2),
        model_writer=written,
        model_type="char",
        vocab_size=len(symbols) + len(characters) + 300,
        hard_vocab_limit=False,
        character_coverage=1.0,
        byte_fallback=True,
        user_defined_symbols=list(symbols),
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        num_threads=1,
        minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
    return written.getvalue(), [processor.id_to_piece(number) for number in range(processor.vocab_size())]


def _model(pieces: list[str], choices: Mapping[str, Sequence[tuple[str, float]]], size: int, shape: Shape) -> Any:
    """Return the specification with all weights in place."""
    import numpy as np
    from ctranslate2.specs import TransformerSpec

    pieces = pieces + [f"unused{index}" for index in range(shape.vocabulary - len(pieces))]
    number = {piece: index for index, piece in enumerate(pieces)}
    rng = np.random.default_rng(1)
    token_code = (2.0 * rng.integers(0, 2, (len(pieces), TOKEN_BITS)) - 1).astype(np.float32)
    is_end = np.full((len(pieces), 1), -1.0, np.float32)
    is_end[number[EOS]] = 1.0
    half = 1 + TOKEN_BITS + size  # the vector: end flag, token code, position code, and all of it once more negated
    width = max(shape.width, -(-2 * half // 16) * 16)

    def mirrored(rows: Matrix, start: int) -> Matrix:
        """Lay rows into full vectors and negated into the other half: the mean is 0, so LayerNorm only scales."""
        laid = np.zeros((len(rows), width), np.float32)
        laid[:, start : start + rows.shape[1]] = rows
        laid[:, half + start : half + start + rows.shape[1]] = -rows
        return laid

    tokens = mirrored(np.concatenate([is_end, token_code], axis=1), 0)
    positions = mirrored(_orthogonal_signs(size), 1 + TOKEN_BITS)
    spec = TransformerSpec.from_config((shape.layers, shape.layers), 1, pre_norm=True)
    for part in (spec.encoder, spec.decoder):
        part.scale_embeddings = False
        part.position_encodings.encodings = positions
        _set_norm(part.layer_norm, width)
        for layer in part.layer:
            _set_idle(layer, width, shape.inner)
    spec.encoder.embeddings[0].weight = tokens
    spec.decoder.embeddings.weight = np.zeros_like(tokens)
    _set_lookup(spec.decoder.layer[0].attention, size=size, width=width, half=half)
    for layer in spec.decoder.layer[1:]:
        _set_norm(layer.attention.layer_norm, width)
        for linear, count in zip(layer.attention.linear, (width, 2 * width, width), strict=True):
            _set_linear(linear, np.zeros((count, width)))
    rows = np.zeros((len(pieces), TOKEN_BITS), np.float32)
    for piece in pieces:
        for text, weight in choices.get(piece, [(piece, 1.0)]):
            rows[number[text]] += weight * token_code[number[piece]]
    _set_linear(spec.decoder.projection, mirrored(rows, 1) * np.float32(CONFIDENCE / TOKEN_BITS))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _orthogonal_signs(size: int) -> Matrix:
    """Return a Hadamard matrix (Sylvester's construction); size is a power of 2."""
    import numpy as np

    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]]).astype(np.float32)
    return matrix


def _set_lookup(attention: Any, *, size: int, width: int, half: int) -> None:
    """Make cross-attention peak at the position that is asked for, else at the end mark, and hand on the token there."""
    import numpy as np

    after_tokens = 1 + TOKEN_BITS
    is_position, is_token = np.zeros(width, np.float32), np.zeros(width, np.float32)
    for start in (0, half):
        is_token[start + 1 : start + after_tokens] = 1
        is_position[start + after_tokens : start + half] = 1
    # LayerNorm divides by the root of the mean square: of positions alone in the query, of everything in the key.
    query_scale = np.sqrt(width / (2 * size))
    key_scale = np.sqrt(width / (2 * half))
    peak = ATTENTION_PEAK * np.sqrt(width) / (2 * size * query_scale * key_scale)
    key = np.diag(is_position)
    key[0, 0] = 1
    _set_norm(attention.layer_norm, width)
    _set_linear(attention.linear[0], np.diag(is_position) * peak)
    _set_linear(attention.linear[1], np.concatenate([key, np.diag(is_token)]))
    _set_linear(attention.linear[2], np.eye(width) * 50)
    attention.linear[0].bias[0] = END_PULL * ATTENTION_PEAK * np.sqrt(width) / key_scale


def _set_idle(layer: Any, width: int, inner: int) -> None:
    """Let self-attention and the feed-forward part of a layer add nothing."""
    import numpy as np

    _set_norm(layer.self_attention.layer_norm, width)
    _set_norm(layer.ffn.layer_norm, width)
    _set_linear(layer.self_attention.linear[0], np.zeros((3 * width, width)))
    _set_linear(layer.self_attention.linear[1], np.zeros((width, width)))
    _set_linear(layer.ffn.linear_0, np.zeros((inner, width)))
    _set_linear(layer.ffn.linear_1, np.zeros((width, inner)))


def _set_norm(norm: Any, width: int) -> None:
    import numpy as np

    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _set_linear(linear: Any, weight: Any) -> None:
    import numpy as np

    linear.weight = np.ascontiguousarray(weight, dtype=np.float32)
    linear.bias = np.zeros(len(weight), np.float32)
