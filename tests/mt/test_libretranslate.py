"""The LibreTranslate engine against a server process of its own, on loopback, with a real model behind it."""

from __future__ import annotations

import datetime as dt
import email.utils
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.mt.translate_process import TranslateServer, open_loopback, running
from tests.workflow.projects import make_project, unit_with
from tmflow.cli.main import cli
from tmflow.errors import ConfigError, TranslatorError, TranslatorUnavailable
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.libretranslate import LibreTranslateTranslator, ServerOptions
from tmflow.mt.pipeline import draft
from tmflow.mt.translator import Hypothesis
from tmflow.workflow.translate import translate_article

JA_EN = LanguagePair(Language.JA, Language.EN)
pytestmark = pytest.mark.mt


@pytest.fixture(autouse=True)
def loopback(no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - after it
    open_loopback(monkeypatch)


@pytest.fixture(scope="module")
def process(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TranslateServer]:
    with running(packages, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def server(process: TranslateServer, loopback: None) -> TranslateServer:  # noqa: ARG001 - after it
    process.misbehave()
    return process


@pytest.fixture
def waits() -> list[float]:
    return []


Make = Callable[..., LibreTranslateTranslator]


@pytest.fixture
def make(server: TranslateServer, waits: list[float]) -> Make:
    def build(**options: Any) -> LibreTranslateTranslator:
        environment = {"LIBRETRANSLATE_API_KEY": "sesame", "TMFLOW_WRONG_KEY": "barley"}
        return LibreTranslateTranslator(
            JA_EN, replace(server.options, **options), environment=environment, wait=waits.append
        )

    return build


def best(engine: LibreTranslateTranslator, sources: Sequence[str]) -> list[str]:
    return [answer[0].text for answer in engine.translate(sources, JA_EN)]


def test_translates_in_order_and_sends_no_blank_text(make: Make, server: TranslateServer) -> None:
    sources = ["市長は計画を説明した。", "", "港が開く。", " "]
    assert best(make(), sources) == ["the mayor the plan explained.", "", "the harbor opens.", ""]
    assert server.asked == [["市長は計画を説明した。", "港が開く。"]]


def test_the_full_stop_is_that_of_the_target(make: Make, server: TranslateServer) -> None:
    (raw,) = server.call("POST", "/translate", {"q": ["港が開く。"], "source": "ja", "target": "en"})["translatedText"]
    assert raw == "the harbor opens。"
    assert best(make(), ["港が開く。"]) == ["the harbor opens."]


def test_alternatives_become_hypotheses(make: Make) -> None:
    (answer,) = make(alternatives=1).translate(["議会。"], JA_EN)
    assert [one.text for one in answer] == ["議会.", "the council."]
    (answer,) = make(alternatives=0).translate(["議会。"], JA_EN)
    assert answer == (Hypothesis(text="議会."),)


def test_a_batch_over_the_limit_of_the_server_goes_in_halves(make: Make, server: TranslateServer) -> None:
    engine = make()
    sources = [f"港が開く{number}。" for number in range(20)]
    assert best(engine, sources) == [f"the harbor opens{number}." for number in range(20)]
    assert [len(texts) for texts in server.asked] == [16, 8, 12, 6, 6]


def test_a_batch_holds_no_more_characters_than_said(make: Make, server: TranslateServer) -> None:
    assert len(best(make(batch_chars=11), ["港が開く。"] * 4 + ["市長は計画を説明した。港が開く。"])) == 5
    assert [len(texts) for texts in server.asked] == [2, 2, 1]


def test_one_bad_text_costs_no_other(make: Make, server: TranslateServer) -> None:
    contents = [Content.of(text) for text in ("港が開く。", "毒は計画を説明した。", "市長は計画を承認した。")]
    drafts = list(draft(contents, pair=JA_EN, translator=make()))
    texts = [one.target.text if one.target else one.reason for one in drafts]
    refused = f"engine: {server.options.address} refused (500 Cannot translate text: 毒)"
    assert texts == ["the harbor opens.", refused, "the mayor the plan approved."]


def test_a_hypothesis_with_a_control_character_is_left_out(make: Make, server: TranslateServer) -> None:
    engine = make()
    server.misbehave({"body": {"translatedText": ["bad\u0008"], "alternatives": [["bad\ufffd", "good"]]}})
    assert list(engine.translate(["港が開く。"], JA_EN)) == [(Hypothesis(text="good"),)]


def test_placeholders_stand_for_what_must_not_be_sent(make: Make, server: TranslateServer) -> None:
    contents = [Content.of("港がhttps://example.org/quay?key=1に開く。")]
    list(draft(contents, pair=JA_EN, translator=make()))
    assert server.asked
    assert "example.org" not in str(server.asked)


def test_a_busy_server_is_waited_for(make: Make, server: TranslateServer, waits: list[float]) -> None:
    engine = make()
    busy = {"status": 503, "body": {"error": "busy"}}
    server.misbehave(busy, {"status": 429, "headers": {"Retry-After": "7"}}, {"status": 502, "text": "<html>"})
    assert best(engine, ["港が開く。"]) == ["the harbor opens."]
    assert waits == [1, 7, 14]


def test_retry_after_may_be_a_date(make: Make, server: TranslateServer, waits: list[float]) -> None:
    engine = make()
    soon = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    server.misbehave(
        {"status": 429, "headers": {"Retry-After": soon}},
        {"status": 429, "headers": {"Retry-After": "Fri, 31 Dec 99999999999999 23:59:59 GMT"}},
    )
    assert best(engine, ["港が開く。"]) == ["the harbor opens."]
    assert 20 < waits[0] <= 30
    assert waits[1] == pytest.approx(min(2 * waits[0], 60))


def test_a_server_that_stays_busy_ends_the_run(make: Make, server: TranslateServer, waits: list[float]) -> None:
    engine = make()
    server.misbehave(*[{"status": 503, "body": {"error": "overloaded"}}] * 9)
    with pytest.raises(TranslatorUnavailable, match=r"is busy \(503 overloaded; after 5 tries\)"):
        best(engine, ["港が開く。"])
    assert waits == [1, 2, 4, 8]
    server.misbehave({"status": 429, "headers": {"Retry-After": "86400"}})
    with pytest.raises(TranslatorUnavailable, match="asks to wait 86400 s"):
        best(engine, ["港が開く。"])


def test_a_connection_that_breaks_is_made_again(make: Make, server: TranslateServer, waits: list[float]) -> None:
    engine = make()
    server.misbehave({"body": {"translatedText": ["x"]}, "cut": 100})
    assert best(engine, ["港が開く。"]) == ["the harbor opens."]
    assert waits == [1]


def test_an_answer_that_trickles_is_given_up(make: Make, server: TranslateServer) -> None:
    engine = make(timeout_s=0.3)
    server.misbehave({"text": " " * 40, "stall": 0.05})
    assert best(engine, ["港が開く。"]) == ["the harbor opens."]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"body": None}, "no list of translations for 1 texts"),
        ({"body": []}, "no list of translations"),
        ({"body": {"translatedText": "the harbor"}}, "no list of translations"),
        ({"body": {"translatedText": []}}, "0 translations for 1 texts"),
        ({"body": {"translatedText": ["a", "b"]}}, "2 translations for 1 texts"),
        ({"body": {"translatedText": [None]}}, "something else than texts"),
        ({"body": {"translatedText": [{"a": 1}]}}, "something else than texts"),
        ({"body": {"translatedText": ["a"], "alternatives": [[7]]}}, "something else than texts"),
        ({"text": '{"translatedText": ["a\\u0000"]}'}, r"U\+0000"),
        ({"text": '{"translatedText": ["\\ud800"]}'}, r"U\+D800"),
        ({"text": "<html>Welcome</html>", "headers": {"Content-Type": "text/html"}}, r"no JSON \(text/html\)"),
        ({"text": "[" * 100_000}, "no JSON"),
        ({"text": '{"translatedText": ["' + "a" * (9 << 20) + '"]}'}, "more than 8 MB"),
        ({"status": 302, "headers": {"Location": "http://example.org/translate"}}, "to http://example.org/translate"),
        ({"status": 307, "headers": {"Location": "/other\x1b[2J"}}, r"to /other\[2J; tmflow does not follow"),
        ({"status": 401, "body": {"error": "no\nentry"}}, r"refused \(401 no entry\)"),
        ({"status": 400, "body": {"error": {"deep": 1}}}, r"refused \(400 Bad Request\)"),
        ({"status": 400, "text": "<html>"}, r"refused \(400 Bad Request\)"),
        ({"status": 400, "body": {"error": "Visit https://x to get an API key"}}, "Correct mt.options"),
    ],
)
def test_a_hostile_answer_is_one_line_of_error(
    make: Make, server: TranslateServer, answer: dict[str, Any], problem: str
) -> None:
    engine = make()
    server.misbehave(*[answer] * 5)
    with pytest.raises(TranslatorError, match=problem) as raised:
        best(engine, ["港が開く。"])
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("alternatives", [None, "x", [], [[], []], [None], ["x"]])
def test_alternatives_of_another_form_are_passed_over(
    make: Make, server: TranslateServer, alternatives: object
) -> None:
    engine = make()
    server.misbehave({"body": {"translatedText": ["a"], "alternatives": alternatives}})
    assert list(engine.translate(["港が開く。"], JA_EN)) == [(Hypothesis(text="a"),)]


def test_too_many_alternatives_are_said_to_be_the_settings_fault(make: Make) -> None:
    with pytest.raises(TranslatorUnavailable, match="alternatives parameter must be <= 3"):
        best(make(alternatives=4), ["港が開く。"] * 4)


def test_the_key_comes_from_the_environment(make: Make, server: TranslateServer) -> None:
    assert best(make(api_key_variable="LIBRETRANSLATE_API_KEY"), ["港が開く。"]) == ["the harbor opens."]
    assert server.call("GET", "/asked")[0]["api_key"] == "sesame"
    with pytest.raises(TranslatorUnavailable, match="403 Invalid API key") as raised:
        best(make(api_key_variable="TMFLOW_WRONG_KEY"), ["港が開く。"])
    assert "barley" not in str(raised.value)
    with pytest.raises(TranslatorUnavailable, match=r"TMFLOW_NO_KEY of .* is not set"):
        make(api_key_variable="TMFLOW_NO_KEY")


def test_a_server_that_says_the_key_is_not_repeated(make: Make, server: TranslateServer) -> None:
    engine = make(api_key_variable="LIBRETRANSLATE_API_KEY")
    server.misbehave({"status": 403, "body": {"error": "no such key: sesame\x1b[31m"}})
    with pytest.raises(TranslatorUnavailable, match=r"refused \(403 no such key: …\[31m\)"):
        best(engine, ["港が開く。"])


def test_no_proxy_is_asked(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    assert best(make(), ["港が開く。"]) == ["the harbor opens."]


def test_name_and_fingerprint(make: Make) -> None:
    assert make().name == "libretranslate ja>en 127.0.0.1"
    assert make().fingerprint != make(alternatives=0).fingerprint
    with pytest.raises(ValueError, match="built for ja>en"):
        make().translate(["The harbor opens."], JA_EN.reversed)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"body": []}, "does not translate ja>en.*no languages"),
        ({"body": {"ja": 1}}, "no languages"),
        ({"body": [{"code": "\x1b]0;x\x07"}, {"code": "fr"}]}, r"it has: fr\)"),
        ({"body": [{"code": "ja", "targets": ["zh"]}, {"code": "zh"}, 7]}, r"\(it has: ja, zh\)"),
        ({"status": 404, "text": "nothing"}, "404 Not Found.*Is mt.options.url the address"),
        ({"text": "<html>"}, "no JSON"),
        ({"status": 503}, "is busy"),
    ],
)
def test_a_server_without_the_pair(make: Make, server: TranslateServer, answer: object, problem: str) -> None:
    server.misbehave(answer)
    with pytest.raises(TranslatorUnavailable, match=problem):
        make()


def test_an_older_server_that_does_not_say_its_targets_is_asked(make: Make, server: TranslateServer) -> None:
    server.misbehave({"body": [{"code": "ja", "name": "Japanese"}, {"code": "en", "name": "English"}]})
    assert best(make(), ["港が開く。"]) == ["the harbor opens."]


def test_the_settings_of_a_project_choose_the_server(server: TranslateServer, tmp_path: Path) -> None:
    settings = f"mt: {{engine: libretranslate, options: {{url: '{server.options.url}', alternatives: 1}}}}"
    project = make_project(tmp_path, ja={"port": ["港が開く。", "議会は計画を説明した。"]}, settings=settings)
    assert translate_article(project, "port").mt_problem is None
    unit = unit_with(project, "port", "港が開く。")
    assert unit.draft
    assert unit.target is not None
    assert unit.target.text == "the harbor opens."
    assert unit.origin is not None
    assert unit.origin.tool == "libretranslate ja>en 127.0.0.1"
    server.misbehave()
    translate_article(project, "port", use_mt=False)
    assert server.asked == []


def test_a_server_that_is_gone_costs_only_what_it_would_have_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "mt: {engine: libretranslate, options: {url: 'http://127.0.0.1:9'}}"
    make_project(tmp_path, ja={"port": ["港が開く。"]}, settings=settings)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["translate", "port"])
    assert result.exit_code == 3
    assert "http://127.0.0.1:9 cannot be reached (Connection refused)" in result.stderr
    assert CliRunner().invoke(cli, ["translate", "port", "--no-mt"]).exit_code == 0


def test_no_server_is_said_at_once(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TranslatorUnavailable, match=r"cannot be reached \(Connection refused\)"):
        LibreTranslateTranslator(JA_EN, ServerOptions(url=f"http://127.0.0.1:{port}"), wait=waits.append)
    assert waits == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"url": "ftp://mt.example.org"}, "begins with http"),
        ({"url": "file:///etc/passwd"}, "begins with http"),
        ({"url": "https://"}, "begins with http"),
        ({"url": "http://mt.example.org"}, "unencrypted to mt.example.org: use https, or say allow_http: true"),
        ({"url": "http://127.0.0.1.example.org"}, "unencrypted"),
        ({"url": "https://ann:sesame@mt.example.org"}, "name or password"),
        ({"url": "https://mt.example.org/?key=1"}, "without [?] and #"),
        ({"url": "https://mt.example.org:99999"}, "[Pp]ort"),
        ({"url": "https://mt.example.org:0"}, "begins with http"),
        ({"url": "https://mt.example.org/\r\nX: 1"}, "no address"),
        ({"url": 5000}, "mt.options.url is 5000; it is a text"),
        ({"alternatives": True}, "it is a whole number"),
        ({"alternatives": 10}, "from 0 to 9"),
        ({"batch_texts": 0}, "numbers from 1"),
        ({"timeout_s": 0}, "number of seconds"),
        ({"allow_http": "yes"}, "true or false"),
        ({"api_key": "sesame"}, "does not belong in a file"),
        ({"api_key_variable": "AWS_SECRET_ACCESS_KEY"}, "begins with LIBRETRANSLATE_ or TMFLOW_"),
        ({"adress": "https://mt.example.org"}, 'unknown key "adress": '),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as raised:
        ServerOptions.parse(options)
    assert "sesame" not in str(raised.value)


def test_options_that_can_be() -> None:
    assert ServerOptions.parse({"url": "http://mt.example.org:80/libre/", "allow_http": True}).address.path == "/libre"
    assert str(ServerOptions.parse({"url": "http://[::1]:5000"}).address) == "http://[::1]:5000"
    assert ServerOptions.parse({"timeout_s": 2.5, "alternatives": 0}).timeout_s == 2.5
