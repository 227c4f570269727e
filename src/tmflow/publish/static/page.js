/* What a page can do without: the view is remembered; a sentence and its partner light up together, where the pointer or
   the focus is; a sentence that is chosen, by a click, a tap or Enter, offers links to itself in the bar. One Tab leads to
   the sentences of a language, arrow keys from one to the next, Escape out of the bar. */
"use strict";
{
  const all = selector => [...document.querySelectorAll(selector)];
  const [view] = all(".view");
  try { view.elements[localStorage.tmflowView].checked = true; } catch {}
  const sentence = node => node.closest?.("article [id][lang]");
  const pair = one => all(`[id^=${one.id.slice(0, -2)}]`);
  let chosen = null;

  const light = one => {
    all(".lit").forEach(lit => lit.classList.remove("lit"));
    if (one) pair(one).forEach(side => side.classList.add("lit"));
  };
  const choose = one => {
    light(chosen = one);
    const [bar] = all(".bar");
    if (!bar) return;
    bar.hidden = !one;
    bar.lastElementChild.textContent = "";
    if (one) for (const link of all(".bar a")) {
      const side = pair(one).find(other => other.lang == link.lang);
      const [mail, body] = link.href.split("&body=");
      const isReport = body != null;
      link.hidden = !side || isReport && side != one;
      link.href = "#" + side?.id;
      if (isReport) link.href = mail + "&body=" + encodeURIComponent(link.href);
    }
  };
  const arrive = () => {
    const one = document.getElementById(location.hash.slice(1));
    if (!one || sentence(one) != one) return;
    if (view && !one.offsetWidth) view.elements["v-both"].checked = true;
    light(chosen = one);
    one.scrollIntoView();
  };
  const point = event => light(sentence(event.target) || chosen);

  const heard = {
    change({ target }) {
      if (target.name != "view") return;
      try { localStorage.tmflowView = target.id; } catch {}
      if (!chosen?.offsetWidth) choose(null);
    },
    pointerover: point,
    focusin: point,
    hashchange: arrive,
    click({ target }) {
      const link = target.closest(".bar [data-said]");
      const said = link?.parentNode.lastElementChild;
      if (link) navigator.clipboard?.writeText(link.href).then(() => { said.lang = link.lang; said.textContent = link.dataset.said; }, () => {});
      else if (!target.closest("a, .bar") && getSelection().isCollapsed) choose(sentence(target));
    },
    keydown({ key, target }) {
      if (key == "Escape" && chosen) {
        chosen.focus();
        choose(null);
      }
      if (sentence(target) != target) return;
      const others = all(`article [id][lang=${target.lang}]`);
      const next = others[others.indexOf(target) + (key == "ArrowRight") - (key == "ArrowLeft")];
      if (key == "Enter") {
        choose(target);
        all(".bar a:not([hidden])")[0]?.focus();
      } else if (next && next != target) {
        target.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    },
    DOMContentLoaded() {
      for (const lang of ["ja", "en"]) all(`article [id][lang=${lang}]`).forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
      arrive();
    },
  };
  for (const kind in heard) addEventListener(kind, heard[kind]);
}
