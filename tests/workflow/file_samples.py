"""Two short texts, each the translation of the other, in every form in which files are aligned."""

from __future__ import annotations

from pathlib import Path

SENTENCES = (
    ("蜂の丘の養蜂場", "The apiary on Bee Hill"),
    ("丘の上には巣箱が48個並んでいる。", "Forty-eight hives, 48 in all, stand on the hill."),
    ("養蜂家の西野さんは2011年にここへ来た。", "The beekeeper, Ms. Nishino, came here in 2011."),
    ("去年は蜂蜜を620キロ採った。", "Last year she took 620 kilograms of honey."),
    ("ひと瓶は1800円で売られる。", "A jar is sold for 1,800 yen."),
    ("5月にはアカシアの花が咲く。", "The acacias are in flower in May."),
    ("市場は土曜日の午前7時に開く。", "The market opens at 7 a.m. on Saturdays."),
    ("冬のあいだ、蜂は巣箱の中で丸くなる。", "In winter the bees huddle in their hives."),
)
JA = tuple(ja for ja, _ in SENTENCES)
EN = tuple(en for _, en in SENTENCES)
OTHER = (
    "A manual for the night train",
    "Pull the green lever twice before the whistle blows.",
    "Never leave the lamp burning in a tunnel.",
    "The stoker eats soup at the ninth station.",
    "Brakes are oiled by whoever arrives last.",
    "Passengers may sing, but only softly.",
)


def text(sentences: tuple[str, ...], *, joint: str = "") -> str:
    """A plain text: its title, then two sentences a paragraph."""
    title, *body = sentences
    paragraphs = [joint.join(body[start : start + 2]) for start in range(0, len(body), 2)]
    return "\n\n".join([title, *paragraphs]) + "\n"


def lines(sentences: tuple[str, ...]) -> str:
    """A text with a sentence a line and a blank line after the title and every second sentence."""
    title, *body = sentences
    paragraphs = ["\n".join(body[start : start + 2]) for start in range(0, len(body), 2)]
    return "\n\n".join([title, *paragraphs]) + "\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_pair(folder: Path, name: str = "bees.txt") -> tuple[Path, Path]:
    """The two texts as ja/NAME and en/NAME."""
    source = write(folder / "ja" / name, text(JA))
    return source, write(folder / "en" / name, text(EN, joint=" "))
