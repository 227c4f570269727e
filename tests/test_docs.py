"""The documents say what the code does."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import tmflow
from tests.workflow.plugins import install_plugin
from tests.workflow.projects import aligned, copy_samples, make_project
from tmflow.align.aligner import align_segments
from tmflow.align.answers import SignalKind
from tmflow.cli.main import cli
from tmflow.memory.quote import DEFAULT_WEIGHTS
from tmflow.model.language import LanguagePair
from tmflow.mt.plugins import ENTRY_POINTS
from tmflow.publish.theme import Theme
from tmflow.workflow import config
from tmflow.workflow.website import publish_site

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/howto/*.md")])
REFERENCE = runpy.run_path(str(ROOT / "scripts" / "write_reference.py"))["reference_pages"]()


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    text = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert text == REFERENCE[name], "run: python scripts/write_reference.py"


def commands_in(text: str) -> list[list[str]]:
    """The tmflow calls in the code blocks of a page, continued lines joined, prompts and comments taken off."""
    blocks = re.findall(r"```(?:console|sh|yaml)\n(.*?)```", text, flags=re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    parts = [part.strip() for line in lines if line.startswith(("tmflow", ".venv")) for part in line.split("&&")]
    return [shlex.split(part, comments=True)[1:] for part in parts if "tmflow" in part]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_in_the_documents_exists_with_its_options(page: Path) -> None:
    for words in commands_in(page.read_text(encoding="utf-8")):
        command: click.Command = cli
        context = click.Context(cli)
        for word in words:
            if not isinstance(command, click.Group) or word.startswith("-"):
                break
            found = command.get_command(context, word)
            if found is None and command.invoke_without_command:  # a word of its own
                break
            assert found is not None, f"{page.name}: no command {word}"
            command = found
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        options = {word.split("=")[0] for word in words if word.startswith("--")}
        assert options <= known | {"--help", "--version"}, f"{page.name}: {options - known}"


def test_the_corrections_of_the_tutorial_fit_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_samples(tmp_path, "harbor-tides")
    (tmp_path / "tmflow.yaml").write_text("align:\n  dictionary: none\n", encoding="utf-8")
    monkeypatch.chdir(project.root)
    assert CliRunner().invoke(cli, ["align"]).exit_code == 0
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", page, flags=re.DOTALL)
    calls = [call for block in blocks for call in block.split("$ ") if call.startswith("tmflow align fix")]
    assert len(calls) >= 5
    for call in calls:
        command, _, printed = call.partition("\n")
        result = CliRunner().invoke(cli, shlex.split(command)[1:])
        assert (result.exit_code, set(printed.splitlines()) - set(result.output.splitlines())) == (0, set()), command


def test_each_link_to_a_file_leads_somewhere() -> None:
    for page in [*PAGES, *ROOT.glob("*.md")]:
        for target in re.findall(
            r"\]\((?!https?:|#)([^)#]+)", re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
        ):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_python_of_the_library_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    printed = re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL)
    assert programs
    for name in ("articles", "memories", "tmflow.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    for program in programs:
        exec(compile(program, "docs/library.md", "exec"), {})  # noqa: S102 - our own page
    assert (tmp_path / "harbor-tides.html").is_file()
    output = capsys.readouterr().out
    assert all(text in output for text in printed)


def test_the_engine_of_the_page_on_machine_translation_works_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "machine-translation.md").read_text(encoding="utf-8")
    (module,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    (project,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    about = tomllib.loads(project)["project"]
    engines = about["entry-points"][ENTRY_POINTS]
    install_plugin(tmp_path / "site", about["name"], about["version"], engines=engines, modules={"phrasebook": module})
    monkeypatch.syspath_prepend(tmp_path / "site")
    settings = next(text for text in re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL) if "phrasebook" in text)
    sentences = ("港が開く。", "船が出る。", "灯台が3基ある。", "潮位計は静かだ。")
    project = make_project(tmp_path / "work", ja={"port": sentences}, settings=settings)
    terms = "- {ja: 灯台, en: [lighthouse, lighthouses]}\n- {ja: 潮位計, en: tide gauge}\n"
    project.glossary_path.write_text(terms, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work" / "articles")
    phrases = tmp_path / "work" / "phrases.tsv"
    known = (
        "船が出る。\tA ship leaves.",
        "灯台が3基ある。\tThere are 3 lighthouses.",
        "潮位計は静かだ。\tThe dial rests.",
    )
    phrases.write_text("\n".join(known), encoding="utf-8")
    result = CliRunner().invoke(cli, ["translate", "port"])
    assert result.exit_code == 1, "one sentence is not in the phrase book, one against the glossary"
    assert "A ship leaves." in result.stdout
    assert "There are 3 lighthouses." in result.stdout
    assert '"港が開く。" left empty: empty: the engine has no answer' in result.stderr
    assert '"潮位計は静かだ。" left empty: terms: ' in result.stderr
    assert "origin=mt:phrasebook" in project.bitext_path("port").read_text(encoding="utf-8")
    phrases.unlink()
    again = CliRunner().invoke(cli, ["translate", "port"])
    assert (again.exit_code, "the phrase book cannot be read" in again.stderr) == (3, True)
    sys.modules.pop("phrasebook")


def test_the_theme_of_the_page_on_publishing_works(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    project = aligned(tmp_path, settings="publish: {site_name: Tides}")
    project.theme_folder.mkdir()
    for language in ("css", "jinja"):
        (example,) = re.findall(rf"```{language}\n(.*?)```", page, flags=re.DOTALL)
        name = re.findall(r"theme/(\S+)", example)[0]
        (project.theme_folder / name).write_text(example, encoding="utf-8")
    assert all(one.path for one in publish_site(project))
    for name in ("index.html", "mist/en/index.html", "search.html"):
        footer = (project.site_folder / name).read_text(encoding="utf-8").partition("</main>")[2]
        assert "Tides, printed in the harbor." in footer
    assert "--link:#f0a6bd" in (project.site_folder / "style.css").read_text(encoding="utf-8")
    named = set(re.findall(r"`(--[a-z-]+)`", page.partition("Colors and fonts")[2].partition("Give the dark")[0]))
    assert named == set(re.findall(r"(--[a-z-]+):", Theme().css.partition("}")[0]))
    templates = ROOT / "src" / "tmflow" / "publish" / "templates"
    blocks = re.findall(r"\{% block (\w+) %\}", (templates / "page.html.j2").read_text(encoding="utf-8"))
    assert re.findall(r"(?m)^\| `(\w+)` \|", page.partition("fill its blocks")[2]) == blocks


def test_the_page_on_alignment_explains_each_signal_and_no_other() -> None:
    page = (ROOT / "docs" / "alignment.md").read_text(encoding="utf-8")
    found = {kind.value for kind in SignalKind}
    uneven = "船が来た。港は静かだ。", "A ship came. It was small. It left. The port is quiet. Nobody spoke."
    strays = tmflow.align(*uneven, source_language="ja", target_language="en", require_translation=False)
    found.update(name for bead in strays for name, _ in bead.signals)
    for source, target in ((path, ROOT / "articles" / "en" / path.name) for path in ROOT.glob("articles/ja/*")):
        if target.is_file():
            documents = tmflow.read_article(source), tmflow.read_article(target)
            beads = tmflow.align(*documents, dictionary="none")
            sides = [list(tmflow.segment(document)) for document in documents]
            pair = LanguagePair(*(document.language for document in documents))
            again = align_segments(*sides, pair=pair, anchors=[bead for bead in beads if bead.target][:1])
            short = align_segments(sides[0][:20], sides[1][:16], pair=pair)
            found.update(name for bead in (*beads, *again, *short) for name, _ in bead.signals)
    assert set(re.findall(r"^\| `([a-z]+)` \|", page, flags=re.MULTILINE)) == found


@pytest.mark.parametrize("name", ["alignment.md", "architecture.md"])
def test_each_module_that_a_page_names_exists(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    wings = sorted(path.name for path in (ROOT / "src" / "tmflow").iterdir() if (path / "__init__.py").is_file())
    for module in re.findall(rf"(?<![\w/])(?:{'|'.join(wings)})/[a-z_]+(?:\.[a-z]+)?", page):
        path = ROOT / "src" / "tmflow" / module
        assert path.exists() or path.with_suffix(".py").is_file(), f"{name}: {module}"


def test_each_setting_is_among_the_files() -> None:
    page = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    keys = [(section, key) for section, names in config._SECTIONS.items() for key in names]
    assert not [key for key in keys if f"`{'.'.join(key)}`" not in page and f"`{key[1]}`" not in page]


def test_nothing_names_a_machine() -> None:
    paths = re.compile(r"(?<![\w./~-])/(?:work|root|home|Users)/\w")
    wrong = [
        path.relative_to(ROOT)
        for folder in ("src", "docs", "scripts", "benchmarks", "articles", "memories")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yaml", ".po", ".txt", ".html", ".css", ""}
        and path.is_file()
        and paths.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_the_page_on_leverage_lists_each_band_with_its_weight() -> None:
    page = (ROOT / "docs" / "leverage.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) \|", page, flags=re.MULTILINE)
    assert [(band, int(weight)) for band, weight in listed] == list(DEFAULT_WEIGHTS.items())


def test_the_page_on_leverage_shows_what_is_printed_and_settings_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "leverage.md").read_text(encoding="utf-8")
    for name in ("articles", "memories"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "tmflow.yaml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"\$ tmflow (leverage harbor-tides-2)\n(.*?)\$ ", page, flags=re.DOTALL)
    assert shown
    assert CliRunner().invoke(cli, shlex.split(shown[1])).stdout.startswith(shown[2])
    (settings,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "tmflow.yaml").write_text(settings, encoding="utf-8")
    assert config.read_settings(tmp_path / "tmflow.yaml").leverage.tariff.rate
