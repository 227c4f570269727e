"""Train a small real ja>en and en>ja model for demonstrations and write each as an .argosmodel file.

    sh scripts/train_demo_model [--steps 1500] [--out build/demo-model]

It knows the world of the sample articles only: thousands of sentences of scripts/demo_corpus.py and the confirmed pairs
of memories/*.po. One thread and a fixed seed, so that the same releases of its packages give the same model on the same
kind of processor. It needs torch>=2, ctranslate2, sentencepiece and tmflow.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece
import torch
from ctranslate2.specs import TransformerSpec
from demo_corpus import Pair, iter_pairs
from torch import Tensor, nn

from tmflow.formats.po import read_po

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEADS, LAYERS, INNER = 128, 4, 2, 384
PIECES = 1600
PLACEHOLDERS = [f"⟦{number}⟧" for number in range(8)]
UNKNOWN, START, END, PAD = range(4)
LONGEST, PLACES, BATCH_TOKENS = 120, 512, 1500
ARTICLE_COPIES, HELD_OUT = 10, 400
PEAK_RATE, WARMUP_SHARE = 3e-3, 0.06
NAMES = {"ja": "Japanese", "en": "English"}


def main() -> None:
    """Train both directions, write the packages and say how good they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=1500, help="of training, a direction")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "demo-model")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sentences", type=int, default=30_000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    made = list(islice(iter_pairs(seed=options.seed), options.sentences))
    training, known = made + list(iter_article_pairs()) * ARTICLE_COPIES, set(made)
    held_out = list(islice((pair for pair in iter_pairs(seed=options.seed + 1) if pair not in known), HELD_OUT))
    tokenizer = train_tokenizer(training)
    print(f"{len(training):,} sentence pairs to learn from, {len(held_out)} held out, {PIECES} pieces", flush=True)
    for source, target in (("ja", "en"), ("en", "ja")):
        pairs, test = ([one if source == "ja" else one[::-1] for one in some] for some in (training, held_out))
        torch.manual_seed(options.seed)
        model = Model(len_of(tokenizer))
        train(model, [encode(tokenizer, pair) for pair in pairs], steps=options.steps, seed=options.seed)
        path = options.out / f"translate-{source}_{target}-demo.argosmodel"
        with tempfile.TemporaryDirectory() as folder:
            to_ctranslate2(model, tokenizer).save(folder)
            write_package(path, Path(folder), tokenizer, source=source, target=target)
            evaluate(folder, tokenizer, test, f"{source}>{target}")
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB. Install: tmflow mt install {path}", flush=True)


def iter_article_pairs() -> Iterator[Pair]:
    """Yield the pairs of the repository's own articles that are complete and no drafts."""
    for path in sorted((ROOT / "memories").glob("*.po")):
        for unit in read_po(path).units:
            if unit.target is not None and not unit.draft and unit.source.text and unit.target.text:
                yield unit.source.text, unit.target.text


def train_tokenizer(pairs: Sequence[Pair]) -> Any:
    """Return a SentencePiece tokenizer for both languages; each digit is a piece, what is unknown is cut into bytes."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in pairs for text in pair]),
        model_writer=written,
        vocab_size=PIECES,
        hard_vocab_limit=False,
        character_coverage=1.0,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=PLACEHOLDERS,
        normalization_rule_name="identity",
        pad_id=PAD,
        num_threads=1,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())


def len_of(tokenizer: Any) -> int:
    """Return how many pieces a tokenizer has."""
    return int(tokenizer.vocab_size())


def encode(tokenizer: Any, pair: Pair) -> tuple[list[int], list[int]]:
    """Return a pair as piece numbers, the source with its end mark, the target with both marks."""
    source, target = (tokenizer.encode(text)[:LONGEST] for text in pair)
    return [*source, END], [START, *target, END]


class Model(nn.Module):
    """A Transformer with pre-normalization and one table of embeddings for both sides and the output."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(pieces, WIDTH, padding_idx=PAD)
        nn.init.normal_(self.embedding.weight, std=WIDTH**-0.5)
        self.register_buffer("positions", positions(PLACES))
        shape: dict[str, Any] = {"dropout": 0.0, "batch_first": True, "norm_first": True}
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(WIDTH, HEADS, INNER, **shape),
            LAYERS,
            nn.LayerNorm(WIDTH),
            enable_nested_tensor=False,
        )
        self.decoder = nn.TransformerDecoder(
            nn.TransformerDecoderLayer(WIDTH, HEADS, INNER, **shape), LAYERS, nn.LayerNorm(WIDTH)
        )

    def embed(self, numbers: Tensor) -> Tensor:
        """Return the vectors of pieces at their places."""
        return self.embedding(numbers) * math.sqrt(WIDTH) + self.positions[: numbers.shape[1]]

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the score of each piece at each place of the target."""
        hidden = source == PAD
        memory = self.encoder(self.embed(source), src_key_padding_mask=hidden)
        ahead = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).triu(1)
        states = self.decoder(self.embed(target), memory, tgt_mask=ahead, memory_key_padding_mask=hidden)
        return states @ self.embedding.weight.T


def positions(count: int) -> Tensor:
    """Return sines and cosines of places (Vaswani et al. 2017, section 3.5), the sines first."""
    rates = torch.exp(torch.arange(WIDTH // 2) * -(math.log(10_000) / (WIDTH // 2)))
    angles = torch.arange(count)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def train(model: Model, pairs: list[tuple[list[int], list[int]]], *, steps: int, seed: int) -> None:
    """Train for some steps, the rate of learning rising fast and then falling to nothing."""
    optimizer = torch.optim.Adam(model.parameters(), lr=PEAK_RATE, betas=(0.9, 0.98))
    loss_of = nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=0.05)
    begun = time.process_time()
    model.train()
    batches = islice(iter_batches(pairs, random.Random(seed)), steps)  # noqa: S311 - an order, no secret
    for step, (source, target) in enumerate(batches, 1):
        done = step / steps
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * min(done / WARMUP_SHARE, (1 - done) / (1 - WARMUP_SHARE))
        scores = model(source, target[:, :-1])
        loss = loss_of(scores.flatten(0, 1), target[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % max(1, steps // 10) == 0:
            print(f"  {done:4.0%} {time.process_time() - begun:4.0f} CPU s, loss {loss.item():.3f}", flush=True)
    model.eval()


def iter_batches(pairs: list[tuple[list[int], list[int]]], rng: random.Random) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield batches of pairs of like length without end, in an order of their own each time round."""
    while True:
        order = sorted(pairs, key=lambda pair: (len(pair[1]), rng.random()))
        batches: list[list[tuple[list[int], list[int]]]] = [[]]
        for pair in order:
            longest = max(map(len, pair))
            if longest * (len(batches[-1]) + 1) > BATCH_TOKENS:
                batches.append([])
            batches[-1].append(pair)
        rng.shuffle(batches)
        for batch in batches:
            yield tuple(padded([pair[side] for pair in batch]) for side in (0, 1))  # type: ignore[misc]  # two


def padded(rows: Sequence[list[int]]) -> Tensor:
    """Return rows of numbers as one table."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PAD)


def to_ctranslate2(model: Model, tokenizer: Any) -> TransformerSpec:
    """Return the trained weights in CTranslate2's order, with int8 matrices."""
    spec = TransformerSpec.from_config((LAYERS, LAYERS), HEADS, pre_norm=True)
    for side, part in ((spec.encoder, model.encoder), (spec.decoder, model.decoder)):
        side.position_encodings.encodings = model.positions.numpy()
        side.scale_embeddings = True
        copy_norm(side.layer_norm, part.norm)
        for laid, layer in zip(side.layer, part.layers, strict=True):
            copy_attention(laid.self_attention, layer.self_attn, layer.norm1)
            last = layer.norm2
            if side is spec.decoder:
                copy_attention(laid.attention, layer.multihead_attn, layer.norm2, parts=(1, 2))
                last = layer.norm3
            copy_norm(laid.ffn.layer_norm, last)
            copy_linear(laid.ffn.linear_0, layer.linear1.weight, layer.linear1.bias)
            copy_linear(laid.ffn.linear_1, layer.linear2.weight, layer.linear2.bias)
    table = model.embedding.weight.detach()
    spec.encoder.embeddings[0].weight = table.numpy()
    spec.decoder.embeddings.weight = table.numpy()
    copy_linear(spec.decoder.projection, table, torch.zeros(len(table)))
    pieces = [tokenizer.id_to_piece(number) for number in range(len_of(tokenizer))]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def copy_attention(
    laid: Any, attention: nn.MultiheadAttention, norm: nn.LayerNorm, *, parts: Sequence[int] = (3,)
) -> None:
    """Lay an attention down. parts: how many of query, key and value each of its first matrices holds."""
    copy_norm(laid.layer_norm, norm)
    start = 0
    for linear, count in zip(laid.linear, parts, strict=False):
        rows = slice(start * WIDTH, (start + count) * WIDTH)
        copy_linear(linear, attention.in_proj_weight[rows], attention.in_proj_bias[rows])
        start += count
    copy_linear(laid.linear[-1], attention.out_proj.weight, attention.out_proj.bias)


def copy_norm(laid: Any, norm: nn.LayerNorm) -> None:
    """Lay a normalization down."""
    laid.gamma, laid.beta = norm.weight.detach().numpy(), norm.bias.detach().numpy()


def copy_linear(laid: Any, weight: Tensor, bias: Tensor) -> None:
    """Lay a matrix and its bias down."""
    laid.weight, laid.bias = weight.detach().contiguous().numpy(), bias.detach().contiguous().numpy()


def write_package(path: Path, model: Path, tokenizer: Any, *, source: str, target: str) -> None:
    """Write the package file, with fixed dates."""
    root = f"translate-{source}_{target}-demo"
    metadata = {
        "package_version": "0.1",
        "argos_version": "1.11",
        "from_code": source,
        "from_name": NAMES[source],
        "to_code": target,
        "to_name": NAMES[target],
        "code": f"translate-{source}_{target}-demo",
    }
    files = {f"model/{one.name}": one.read_bytes() for one in sorted(model.iterdir())}
    files |= {"metadata.json": json.dumps(metadata).encode(), "sentencepiece.model": tokenizer.serialized_model_proto()}
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}", (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def evaluate(folder: str, tokenizer: Any, test: Sequence[Pair], direction: str) -> None:
    """Say how often the finished model is right on sentences it has not seen, and its chrF; show some."""
    engine = ctranslate2.Translator(folder, intra_threads=1)
    sources = [tokenizer.encode(source, out_type=str) for source, _ in test]
    results = engine.translate_batch(sources, beam_size=4, max_batch_size=32, max_decoding_length=2 * LONGEST)
    outputs = [tokenizer.decode(result.hypotheses[0]) for result in results]
    right = sum(output == target for output, (_, target) in zip(outputs, test, strict=True))
    score = chrf(outputs, [target for _, target in test])
    print(
        f"{direction}: {right} of {len(test)} held-out sentences as written ({right / len(test):.0%}), chrF {score:.1f}"
    )
    for output, (source, target) in [*zip(outputs, test, strict=True)][:5]:
        print(f"    {source} -> {output}" + ("" if output == target else f"   (written: {target})"))


def chrf(outputs: Sequence[str], references: Sequence[str], *, longest: int = 6, beta: float = 2.0) -> float:
    """Return chrF of a corpus, 0 to 100: the F score of character n-grams without blanks (Popović 2015), recall doubled."""
    precisions, recalls = [], []
    for size in range(1, longest + 1):
        found = wanted = common = 0
        for output, reference in zip(outputs, references, strict=True):
            grams = [Counter(ngrams(text.replace(" ", ""), size)) for text in (output, reference)]
            found, wanted = found + grams[0].total(), wanted + grams[1].total()
            common += (grams[0] & grams[1]).total()
        precisions.append(common / found if found else 0.0)
        recalls.append(common / wanted if wanted else 0.0)
    precision, recall = sum(precisions) / longest, sum(recalls) / longest
    weight = beta**2
    return 100 * (1 + weight) * precision * recall / (weight * precision + recall) if precision + recall else 0.0


def ngrams(text: str, size: int) -> Iterator[str]:
    """Yield the runs of some characters of a text."""
    return (text[start : start + size] for start in range(len(text) - size + 1))


if __name__ == "__main__":
    main()
