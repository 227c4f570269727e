// Search over both languages from static files. What it reads is written by publish/search.py: folding and cutting here
// must be as there. Texts become text nodes only.

const ACCENTS = /[\u0300-\u036f]/g;
const CJK = "\\u3005-\\u3007\\u3041-\\u309f\\u30a0-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const RUN = new RegExp(`([${CJK}]+)|((?:(?![${CJK}])[\\p{L}\\p{N}]){2,})`, "gu");
const IS_CJK = new RegExp(`[${CJK}]`, "u");
const IN_WORD = new RegExp(`(?![${CJK}])[\\p{L}\\p{N}]`, "u");
const CLUSTER = /[^][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu; // a character and what is written onto it
const LANGUAGES = ["ja", "en"];
const BATCH = 10;
const SENTENCES = 3;
const MOST_TERMS = 8;
const QUIET_MS = 120;

const form = document.getElementById("search");
const field = document.getElementById("q");
const status = document.getElementById("status");
const hits = document.getElementById("hits");
const more = document.getElementById("more");
const words = [...document.getElementById("words").content.children];
const root = new URL(form.dataset.root, document.baseURI);
const version = form.dataset.version;
const shown = words.map((word) => word.lang);

const fold = (text) =>
  text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC").toLowerCase()
    .replace(/[\u30a1-\u30f6\u30fd\u30fe]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\u2018\u2019]/g, "'").replace(/\s+/g, " ");

/** The folded text, and for each of its code units where the original of it begins and ends. */
function folded(text) {
  const starts = [], ends = [];
  let all = "";
  for (const cluster of text.matchAll(CLUSTER)) {
    const part = fold(cluster[0]);
    for (let i = 0; i < part.length; i++) {
      starts.push(cluster.index);
      ends.push(cluster.index + cluster[0].length);
    }
    all += part;
  }
  return { text: all, starts, ends };
}

/** What is looked for: terms as they must stand in a sentence, an English plural also as its singular. */
function terms(query) {
  const found = fold(query).split(" ").filter((term) => /[\p{L}\p{N}]/u.test(term));
  return [...new Set(found)].slice(0, MOST_TERMS).map((term) => (/[a-z]{2}[^s\W]s$/.test(term) ? term.slice(0, -1) : term));
}

/** Where a term stands in a folded text: words from their beginning, with the s that ends them, Japanese anywhere. */
function* places(term, text) {
  const isWord = IN_WORD.test(term[0]);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (isWord && at > 0 && IN_WORD.test(text[at - 1])) continue;
    const end = at + term.length;
    yield [at, end + (/^[a-z]s(?![a-z])/.test(text.slice(end - 1, end + 2)) ? 1 : 0)];
  }
}

const loaded = new Map();
function load(path) {
  if (!loaded.has(path)) {
    const answer = fetch(new URL(path, root)).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => loaded.delete(path));
    loaded.set(path, answer);
  }
  return loaded.get(path);
}

/** Which articles hold a piece of a term, number to whether their title does. isWhole: the piece itself, not what begins so. */
async function holding(index, piece, isWhole) {
  const last = isWhole ? piece : `${piece}\uffff`;
  const near = index.parts.filter((_, i) => index.starts[i] <= last && !(index.starts[i + 1] <= piece));
  const found = new Map();
  for (const part of await Promise.all(near.map((name) => load(`search/${name}.json`)))) {
    for (const known of isWhole ? [piece] : Object.keys(part)) {
      if (!Object.hasOwn(part, known) || !known.startsWith(piece)) continue;
      let number = 0;
      for (const step of part[known]) {
        number += step;
        found.set(number >> 1, found.get(number >> 1) || Boolean(number & 1));
      }
    }
  }
  return found;
}

/** The articles that may hold all terms, those with all of them in the title first, then the newest first. */
async function candidates(index, wanted) {
  const asked = [];
  for (const [run, japanese] of wanted.flatMap((term) => [...term.matchAll(RUN)])) {
    const letters = [...run];
    if (!japanese || letters.length === 1) asked.push(holding(index, run, false));
    else letters.slice(1).forEach((letter, i) => asked.push(holding(index, letters[i] + letter, true)));
  }
  if (!asked.length) return [];
  const [fewest, ...others] = (await Promise.all(asked)).sort((a, b) => a.size - b.size);
  const found = [...fewest].filter(([number]) => others.every((other) => other.has(number)));
  const inTitle = new Set(found.filter(([number, is]) => is && others.every((other) => other.get(number))).map(([number]) => number));
  return found.map(([number]) => number).sort((a, b) => inTitle.has(b) - inTitle.has(a) || b - a);
}

/** The sentences of an article that hold most of the terms, but for its title; null if a term stands nowhere in it. */
function matching(article, wanted) {
  const seen = new Set();
  const rows = article.units.map((unit, place) => {
    const texts = unit.slice(1, 3).map((text, i) => (shown.includes(LANGUAGES[i]) ? text : ""));
    const plain = texts.map((text) => fold(text));
    const held = wanted.filter((term) => plain.some((text) => !places(term, text).next().done));
    held.forEach((term) => seen.add(term));
    return { name: unit[0], texts, draft: unit[3] || "", place, held: held.length };
  });
  if (seen.size < wanted.length) return null;
  return rows.filter((row) => row.held && !article.heads.includes(row.name)).sort((a, b) => b.held - a.held || a.place - b.place).slice(0, SENTENCES);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

/** A text with the terms marked. */
function* marked(text, wanted) {
  const { text: plain, starts, ends } = folded(text);
  const spans = wanted.flatMap((term) => [...places(term, plain)]).sort((a, b) => a[0] - b[0]);
  let done = 0;
  for (const [from, to] of spans) {
    const start = Math.max(starts[from], done), end = ends[to - 1];
    if (end <= start) continue;
    yield text.slice(done, start);
    yield element("mark", {}, text.slice(start, end));
    done = end;
  }
  yield text.slice(done);
}

function label(lang, draft) {
  const text = words.find((word) => word.lang === lang).dataset[draft];
  return element("small", { class: "mark", lang }, text);
}

function rendered(folder, article, rows, wanted) {
  const page = new URL(folder + (version ? `${version}/` : ""), root);
  const title = element("h2", { class: "r" });
  const known = article.titles.map((text, i) => [LANGUAGES[i], text]).filter(([, text]) => text);
  const own = known.filter(([lang]) => shown.includes(lang));
  (own.length ? own : known.length ? known : [[shown[0], decodeURIComponent(folder.slice(0, -1))]]).forEach(([lang, text]) => {
    title.append(element("span", { lang }, element("a", { href: page.href }, ...marked(text, wanted))));
  });
  const item = element("li", {}, title);
  for (const row of rows) {
    const line = element("div", { class: "r" });
    row.texts.forEach((text, i) => {
      if (!text) return;
      const lang = LANGUAGES[i];
      const link = element("a", { href: `${page.href}#${row.name}-${lang}` }, ...marked(text, wanted));
      line.append(element("p", { lang }, link, ...(row.draft ? [label(lang, row.draft)] : [])));
    });
    item.append(line);
  }
  return item;
}

function say(key, count) {
  status.replaceChildren(...words.flatMap((word, i) => {
    const text = (word.dataset[key] || "").replace("{count}", count);
    return [i ? element("span", { class: "or" }, " / ") : "", element("span", { lang: word.lang }, text)];
  }));
}

let run = 0;
let rest = [];
let found = 0;

/** Show the next articles. own: the number of the search; an older one that comes late shows nothing. */
async function showMore(own, index, wanted) {
  const items = [];
  while (rest.length && items.length < BATCH) {
    const numbers = rest.splice(0, BATCH - items.length);
    const articles = await Promise.all(numbers.map((number) => load(`${index.articles[number]}search.json`)));
    if (own !== run) return [];
    articles.forEach((article, i) => {
      const rows = matching(article, wanted);
      if (rows) items.push(rendered(index.articles[numbers[i]], article, rows, wanted));
    });
  }
  found += items.length;
  more.hidden = !rest.length;
  more.onclick = async () => {
    more.hidden = true;
    const added = await attempt(() => showMore(own, index, wanted));
    added?.[0]?.querySelector("a")?.focus();
  };
  hits.append(...items);
  say(found ? "found" : "none", rest.length ? `${found}+` : found);
  return items;
}

async function attempt(work) {
  try {
    return await work();
  } catch {
    say("failed");
    return [];
  }
}

async function search() {
  const own = ++run;
  const query = field.value.trim();
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  const wanted = terms(query);
  await attempt(async () => {
    const index = wanted.length ? await load("search/index.json") : null;
    const numbers = index ? await candidates(index, wanted) : [];
    if (own !== run) return;
    hits.replaceChildren();
    more.hidden = true;
    rest = numbers;
    found = 0;
    if (index) await showMore(own, index, wanted);
    else status.replaceChildren();
  });
}

let waiting = 0;
field.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (!event.isComposing) waiting = setTimeout(search, QUIET_MS); // what an input method has not settled is not looked for
});
field.addEventListener("compositionend", search);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
/** The arrow keys go from the field through the hits and back. */
document.addEventListener("keydown", (event) => {
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = [field, ...hits.querySelectorAll("h2 > :first-child a")];
  const inside = document.activeElement.closest?.("#hits > li");
  const at = stops.indexOf(inside ? inside.querySelector("a") : document.activeElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
});

form.hidden = false;
field.value = new URL(location.href).searchParams.get("q") ?? "";
if (field.value) search();
