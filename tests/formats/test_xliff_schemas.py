"""XLIFF as it is written, against the schemas of OASIS; they are fetched by scripts/fetch_schemas and else left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from tests.formats.interchange_samples import OPTIONS, TESTS, harbor
from tests.formats.schematron import iter_complaints
from tmflow.formats import xliff2, xliff12
from tmflow.formats.export import ExportProfile
from tmflow.formats.skeleton import Skeleton
from tmflow.model.document import ArticleFormat

SCHEMAS = TESTS.parent / "build" / "schemas" / "xliff"
MODULES = {"": "xliff_core_2.0", "matches:": "matches", "metadata:": "metadata"}
SKELETON = Skeleton(format=ArticleFormat.MARKDOWN, content="# 潮の番人\n".encode())
EXPORTS = {
    "all": (harbor(), OPTIONS),
    **{profile.value: (harbor(), replace(OPTIONS, profile=profile, skeleton=SKELETON)) for profile in ExportProfile},
    "no unit": (replace(harbor(), units=()), OPTIONS),
}

pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no schemas: sh scripts/fetch_schemas")


def schema_of(content: bytes) -> etree.XMLSchema:
    """The schema, with that of XML's own attributes taken from beside it instead of from the network."""
    local = content.replace(b"http://www.w3.org/2001/xml.xsd", b"xml.xsd")
    return etree.XMLSchema(etree.fromstring(local, base_url=str(SCHEMAS / "all.xsd")))


@pytest.mark.parametrize("name", EXPORTS)
def test_version_1_2_is_strict(name: str) -> None:
    schema = schema_of((SCHEMAS / "xliff-core-1.2-strict.xsd").read_bytes())
    assert schema.validate(etree.fromstring(xliff12.serialize(*EXPORTS[name]))), schema.error_log


@pytest.mark.parametrize("name", EXPORTS)
def test_version_2_1(name: str) -> None:
    imports = (
        f'<i:import namespace="urn:oasis:names:tc:xliff:{module or "document:"}2.0" schemaLocation="{file}.xsd"/>'
        for module, file in MODULES.items()
    )
    schema = schema_of(f'<i:schema xmlns:i="http://www.w3.org/2001/XMLSchema">{"".join(imports)}</i:schema>'.encode())
    document = etree.fromstring(xliff2.serialize(*EXPORTS[name]))
    assert schema.validate(document), schema.error_log
    for rules in ("xliff_core_2.1.sch", "matches.sch", "metadata.sch"):
        assert list(iter_complaints(SCHEMAS / rules, document)) == []


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
