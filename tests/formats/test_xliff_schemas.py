"""XLIFF as it is written, against the schemas of OASIS: those that scripts/fetch_schemas could get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests.formats.interchange_samples import OPTIONS, TESTS, harbor
from tests.formats.schematron import iter_complaints
from tmflow.formats import xliff2, xliff12
from tmflow.formats.export import ExportProfile
from tmflow.formats.skeleton import Skeleton
from tmflow.model.document import ArticleFormat

SCHEMAS = TESTS.parent / "build" / "schemas" / "xliff"
XML = {"http://www.w3.org/XML/1998/namespace": "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"}
STRICT = XML | {xliff12.NAMESPACE: "xliff-core-1.2-strict.xsd"}
CORE = XML | {"urn:oasis:names:tc:xliff:document:2.0": "xliff_core_2.0.xsd"}
MODULES = CORE | {f"urn:oasis:names:tc:xliff:{name}:2.0": f"{name}.xsd" for name in ("matches", "metadata")}
RULES = ("xliff_core_2.1.sch", "matches.sch", "metadata.sch")
SKELETON = Skeleton(format=ArticleFormat.MARKDOWN, content="# 潮の番人\n".encode())
EXPORTS = {
    "all": (harbor(), OPTIONS),
    **{profile.value: (harbor(), replace(OPTIONS, profile=profile, skeleton=SKELETON)) for profile in ExportProfile},
    "no unit": (replace(harbor(), units=()), OPTIONS),
}


def needs(files: Iterable[str]) -> pytest.MarkDecorator:
    """Leave a test out where a schema is not there."""
    missing = [file for file in files if not (SCHEMAS / file).is_file()]
    return pytest.mark.skipif(bool(missing), reason=f"no {', '.join(missing)}: sh scripts/fetch_schemas")


def schema_of(files: Mapping[str, str]) -> etree.XMLSchema:
    """One schema of several namespaces, each from its file: what a file imports once more is not asked for again."""
    imports = (f'<i:import namespace="{name}" schemaLocation="{file}"/>' for name, file in files.items())
    text = f'<i:schema xmlns:i="http://www.w3.org/2001/XMLSchema">{"".join(imports)}</i:schema>'
    return etree.XMLSchema(etree.fromstring(text, base_url=str(SCHEMAS / "all.xsd")))


@needs(STRICT.values())
@pytest.mark.parametrize("name", EXPORTS)
def test_version_1_2_is_strict(name: str) -> None:
    schema = schema_of(STRICT)
    assert schema.validate(etree.fromstring(xliff12.serialize(*EXPORTS[name]))), schema.error_log


@pytest.mark.parametrize(
    "files", [pytest.param(CORE, marks=needs(CORE.values())), pytest.param(MODULES, marks=needs(MODULES.values()))]
)
@pytest.mark.parametrize("name", EXPORTS)
def test_version_2_1(name: str, files: Mapping[str, str]) -> None:
    schema = schema_of(files)
    assert schema.validate(etree.fromstring(xliff2.serialize(*EXPORTS[name]))), schema.error_log


@needs(CORE.values())
def test_version_2_0(tmp_path: Path) -> None:
    path = tmp_path / "harbor.20.xlf"
    bitext, options = EXPORTS["all"]
    xliff2.write(bitext, path, options, version="2.0")
    document = etree.parse(path)
    assert document.getroot().get("version") == "2.0"
    schema = schema_of(CORE)
    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize("rules", [pytest.param(file, marks=needs([file])) for file in RULES])
@pytest.mark.parametrize("name", EXPORTS)
def test_the_rules_of_version_2_1(name: str, rules: str) -> None:
    document = etree.fromstring(xliff2.serialize(*EXPORTS[name]))
    assert list(iter_complaints(SCHEMAS / rules, document)) == []


@needs(STRICT.values())
def test_the_strict_schema_does_complain() -> None:
    data = xliff12.serialize(*EXPORTS["all"]).replace(b'ctype="link"', b'ctype="hyperlink"')
    assert not schema_of(STRICT).validate(etree.fromstring(data))


@needs(CORE.values())
def test_the_schema_of_version_2_1_does_complain() -> None:
    data = xliff2.serialize(*EXPORTS["all"]).replace(b'type="link"', b'type="hyperlink"')
    assert not schema_of(CORE).validate(etree.fromstring(data))


@needs(RULES[:2])
def test_the_rules_do_complain() -> None:
    data = xliff2.serialize(*EXPORTS["all"]).replace(b'ref="#s1"', b'ref="#s9"')
    document = etree.fromstring(data)
    ids = [unit.get("id") for unit in document.iter("{*}unit")]
    for unit in document.iter("{*}unit"):
        unit.set("id", str(ids[0]))
    complaints = [
        one for rules in ("xliff_core_2.1.sch", "matches.sch") for one in iter_complaints(SCHEMAS / rules, document)
    ]
    assert {one.partition(":")[0] for one in complaints} >= {"K3"}
