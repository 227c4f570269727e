"""What no page may hold or do, whatever the texts it was made of: looked for in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.chromium import Chromium, Tab

__all__ = ["assert_all_harmless", "assert_harmless"]

_FOUND = """({
  scripts: [...document.querySelectorAll('script')].map(e => e.type).join(),
  strangers: [...document.querySelectorAll('article *, header *, footer *')].filter(e => !e.closest('svg[viewBox]')).map(e => e.localName).filter(n => !'a,article,aside,b,bdi,blockquote,br,caption,code,div,em,fieldset,figcaption,figure,footer,h1,h2,h3,h4,header,img,input,label,legend,li,nav,ol,p,pre,rp,rt,ruby,small,span,strong,sup,table,tbody,td,th,thead,time,tr,ul,wbr'.split(',').includes(n)),
  handlers: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).map(a => a.name).filter(n => n.startsWith('on') || n === 'style'),
  pictures: [...document.images].filter(e => e.naturalWidth === 0).map(e => e.outerHTML),
  links: [...document.querySelectorAll('[href]')].map(e => e.protocol || new URL(e.href, location).protocol),
})"""


def assert_all_harmless(chromium: Chromium, pages: Iterable[Path]) -> None:
    """Hold pages against `assert_harmless`, one after the other in one tab."""
    with chromium.tab("about:blank") as tab:
        for page in pages:
            tab.go(page.as_uri())
            assert_harmless(tab)


def assert_harmless(tab: Tab) -> None:
    """Hold an open page, and all that its tab has done, against what no page may hold or do."""
    found = tab.evaluate(_FOUND)
    assert not tab.dialogs
    assert not [message for message in tab.messages if "favicon" not in message]
    assert set(found["scripts"].split(",")) <= {"application/ld+json", "module", ""}
    assert not found["strangers"]
    assert not found["handlers"]
    assert not found["pictures"]
    assert set(found["links"]) <= {"file:", "http:", "https:", "data:"}
    own = ("file:", "data:image/png;", "about:blank")
    assert all(request.startswith(own) for request in tab.requests if request != "data:,")
