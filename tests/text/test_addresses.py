from time import process_time

import pytest

from tmflow.text.addresses import iter_addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("詳しくはhttps://example.org/a?b=1。", ["https://example.org/a?b=1"]),
        ("www.example.org, or mail desk@example.org!", ["www.example.org", "desk@example.org"]),
        ("mail@www.example.org", ["mail@www.example.org"]),
        ("https://a.org/x@b.org c@d.org", ["https://a.org/x@b.org", "c@d.org"]),
        ("at 5 @ home", []),
        ("See FTP://example.org/a and HTTPS://EXAMPLE.ORG.", ["FTP://example.org/a", "HTTPS://EXAMPLE.ORG"]),
        ("https://example.org/wiki/灯台を読む。", ["https://example.org/wiki/灯台"]),
        ("(https://example.org/a).b", ["https://example.org/a"]),
        ("https://) awww.nice www.", []),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in iter_addresses(text)] == expected


@pytest.mark.parametrize("unit", ["a@", "a.", "www.", "https://", "(", "https://a)", "https://a.org a@b.c "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    started = process_time()
    list(iter_addresses("@://" + unit * (200_000 // len(unit))))
    assert process_time() - started < 3.0
