"""What tmflow writes as TBX-Basic v3, held against the schemas of its publisher.

    sh scripts/fetch_schemas build/schemas
    python benchmarks/tbx_schemas.py build/schemas

RELAX NG for the structure and the modules (lxml), Schematron for the data categories (XPath 2, elementpath). Terms
are the repository's own and one with everything a term can have. A file with a fault put in shows that each schema bites.
"""

from __future__ import annotations

import argparse
import copy
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from elementpath import XPath2Parser, select
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tmflow._version import __version__
from tmflow.formats.glossary import read_glossary
from tmflow.formats.tbx_writing import TbxStyle, write_tbx
from tmflow.model.glossary import PartOfSpeech, Term, TermKind

GLOSSARY: Final = Path(__file__).resolve().parents[1] / "memories" / "glossary.yaml"
SCHEMATRON: Final = "{http://purl.oclc.org/dsdl/schematron}"
RULES: Final = {
    TbxStyle.V3_DCA: ("TBX-Basic_DCA.sch",),
    TbxStyle.V3_DCT: ("TBX-Basic_DCT.sch", "Basic.sch", "Min.sch"),
}
MODULES: Final = {"Min.rng": "http://www.tbxinfo.net/ns/min", "Basic.rng": "http://www.tbxinfo.net/ns/basic"}
FULL: Final = Term(
    japanese=("潮位計", "検潮儀"),
    english=("tide gauge", "gauge"),
    kind=TermKind.NAME,
    forbidden_japanese=("検潮計",),
    forbidden_english=("tide meter",),
    note="brass & <old>",
    part_of_speech=PartOfSpeech.NOUN,
    subject="tides",
    definition_japanese="海面の高さを測る器械。",
    definition_english="An instrument that measures the level of the sea.",
    context_japanese=("潮位計は岸壁にある。",),
    context_english=("The tide gauge stands on the quay.",),
)
FAULTS: Final = {
    "structure": (b"<term>", b"<note>x</note><term>"),
    "categories": (b"preferredTerm-admn-sts", b"best"),
}


def iter_faults(document: Any, path: Path) -> Iterator[str]:
    """Yield the assertions of a Schematron file that do not hold for a document."""
    schema: Any = etree.parse(str(path))
    names = {one.get("prefix"): one.get("uri") for one in schema.iter(f"{SCHEMATRON}ns")}
    for rule in schema.iter(f"{SCHEMATRON}rule"):
        context = " | ".join(f"//{one.strip()}" for one in rule.get("context").split("|"))
        tests = [one.get("test") for one in rule.iter(f"{SCHEMATRON}assert")]
        for node in select(document, context, namespaces=names, parser=XPath2Parser):
            if etree.iselement(node):
                yield from (
                    f"{path.name}: {test}"
                    for test in tests
                    if not select(document, test, namespaces=names, parser=XPath2Parser, item=node)
                )
            elif not any(f"'{node}'" in test for test in tests):
                yield f"{path.name}: {context} is {node}"


def faults_of(content: bytes, style: TbxStyle, folder: Path) -> list[str]:
    """Return what the schemas say against a file."""
    document = etree.parse(io.BytesIO(content))
    structure = etree.RelaxNG(etree.parse(str(folder / "TBXcoreStructV03.rng")))
    found = [] if structure.validate(document) else [str(one) for one in structure.error_log]
    for name in RULES[style]:
        found += iter_faults(document, folder / name)
    for name, space in MODULES.items():
        module = etree.RelaxNG(etree.parse(str(folder / name)))
        for item in document.iter(f"{{{space}}}*"):
            if not module.validate(etree.ElementTree(copy.deepcopy(item))):
                found.append(f"{name}: {module.error_log.last_error}")
    return found


def main() -> None:
    """Print a line a style, with its signature."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    terms = [*read_glossary(GLOSSARY).terms, FULL]
    wrong = 0
    for style in RULES:
        stream = io.BytesIO()
        write_tbx(terms, stream, style=style, tool_version=__version__)
        faults = faults_of(stream.getvalue(), style, folder)
        bitten = [
            name
            for name, (old, new) in FAULTS.items()
            if faults_of(stream.getvalue().replace(old, new, 1), style, folder)
        ]
        wrong += len(faults) + len(FAULTS) - len(bitten)
        print(
            f"tbx|style:{style.value}|terms:{len(terms)}|v:{__version__}   {len(faults)} faults; caught when put in: {', '.join(bitten)}"
        )
        print(*(f"  {fault}" for fault in faults), sep="\n", end="")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
