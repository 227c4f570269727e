// Served by `tmflow publish --serve` only: loads the page anew after a build, and shows what kept an article back.

const OVERLAY = "position:fixed;inset:auto 0 0 0;z-index:99;max-height:60vh;overflow:auto;margin:0;padding:1rem 1.25rem;"
  + "background:#2b1a1a;color:#ffe9e4;font:14px/1.6 ui-monospace,monospace;white-space:pre-wrap;border-top:3px solid #e0604c";
let first = null;
let overlay = null;

function show(errors) {
  overlay?.remove();
  overlay = null;
  if (!errors.length) return;
  overlay = document.createElement("pre");
  overlay.id = "tmflow-errors";
  overlay.lang = "en";
  overlay.setAttribute("role", "alert");
  overlay.style.cssText = OVERLAY;
  overlay.textContent = errors.join("\n");
  document.body.append(overlay);
}

new EventSource("/.tmflow/events").addEventListener("message", (event) => {
  const { build, errors } = JSON.parse(event.data);
  first ??= build;
  if (build !== first && !errors.length) location.reload();
  else show(errors);
});
