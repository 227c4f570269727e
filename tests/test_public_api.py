"""The face of the library: what it holds, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys

import tmflow
import tmflow.mt

FACE = [
    "Bead",
    "Bitext",
    "Block",
    "Content",
    "Document",
    "Language",
    "LanguagePair",
    "Match",
    "Memory",
    "Origin",
    "Segment",
    "SegmentOptions",
    "State",
    "TmflowError",
    "TranslationUnit",
    "__version__",
    "align",
    "check",
    "open_project",
    "publish",
    "read_article",
    "segment",
    "translate",
]
HEAVY = ("lxml", "numpy", "ctranslate2", "argostranslate", "polib", "ruamel", "jinja2", "markdown_it", "rich")


def loaded_by(program: str) -> set[str]:
    code = f"import sys\n{program}\nprint('\\n'.join(sys.modules), file=sys.__stdout__)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in result.stdout.splitlines()}


def test_the_face_is_what_was_promised() -> None:
    assert tmflow.__all__ == FACE
    assert all(getattr(tmflow, name) is not None for name in FACE)
    assert tmflow.mt.__all__ == ["EchoTranslator", "Hypothesis", "Translator"]


def test_functions_of_the_face_survive_the_import_of_their_wings() -> None:
    import tmflow.align.aligner
    import tmflow.check.runner
    import tmflow.publish.page
    import tmflow.segment.segmenter

    assert all(callable(getattr(tmflow, name)) for name in ("align", "check", "publish", "segment"))


def test_what_brings_much_with_it_waits_until_it_is_asked_for() -> None:
    assert "sqlite3" not in loaded_by("import tmflow; tmflow.SegmentOptions, tmflow.Memory")
    assert "sqlite3" in loaded_by(
        "import tmflow, tempfile; tmflow.Memory.open(tempfile.mkdtemp() + '/m.db').learn([], document='a')"
    )


def test_importing_the_library_loads_nothing_heavy() -> None:
    assert not loaded_by("import tmflow; list(tmflow.segment('A. B.', language='en'))") & set(HEAVY)


def test_a_call_loads_nothing_for_what_it_is_not_asked() -> None:
    """Names that are proposed, whoever runs it, completion: each costs about a millisecond of every call."""
    program = "from tmflow.cli.main import cli\ntry: cli(['--version'])\nexcept SystemExit: pass"
    assert not loaded_by(program) & {"difflib", "getpass", "textwrap", "sqlite3"}


def test_help_and_version_load_nothing_heavy() -> None:
    for option in ("--help", "--version"):
        program = f"from tmflow.cli.main import cli\ncli.main(['{option}'], standalone_mode=False)"
        assert not loaded_by(program) & set(HEAVY), option


def test_an_unknown_name_of_the_face_is_an_attribute_error() -> None:
    assert not hasattr(tmflow, "no_such_name")
