"""What axe-core finds wrong in a page, run in a real Chromium: `python -m tools.axe PAGE.html…`, sortie 1 s'il trouve.

Neither is a dependency of anything: Chromium from the system (`apt install chromium`), axe-core from npm
(`npm install --prefix .axe axe-core@4.14.1`), in a folder that git ignores. `why_not` says which one lacks.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / ".axe" / "node_modules" / "axe-core" / "axe.min.js"
_INSTALL = "npm install --prefix .axe axe-core@4.14.1"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_WAIT = 240  # seconds for all of them
_ANSWER = re.compile(r'<pre id="axe-answer">(.*?)</pre>', re.DOTALL)
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# Each page in a frame of its own, which has our origin: one browser for all of them.
_RUN = """<!doctype html><html lang="fr"><head><title>axe</title></head><body><pre id="axe-answer"></pre><script>
const pages = %s, axe = %s, answer = [];
async function read([name, text]) {
  const frame = document.createElement("iframe");
  frame.width = 1280; frame.height = 1024; frame.srcdoc = text;
  const loaded = new Promise(done => frame.addEventListener("load", done));
  document.body.append(frame);
  await loaded;
  frame.contentWindow.eval(axe);
  const found = await frame.contentWindow.axe.run(frame.contentDocument);
  answer.push([name, found.passes.length, found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html)])]);
  frame.remove();
}
(async () => {
  for (const page of pages) await read(page);
  document.getElementById("axe-answer").textContent = JSON.stringify(answer);
})();
</script></body></html>
"""


def why_not() -> str:
    """Return why nothing can be run here; empty where it can."""
    if not _browser():
        return "aucun Chromium sur ce poste (apt install chromium)"
    return "" if AXE.is_file() else f"axe-core n'est pas installé ({_INSTALL})"


def findings(pages: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield one line for each fault of these pages, name and HTML; raise `RuntimeError` where one was not read."""
    # in the copy alone: a page of ours lets no script run
    read = [(name, _CSP.sub("", text)) for name, text in pages]
    with tempfile.TemporaryDirectory() as folder:
        harness = Path(folder) / "page.html"
        harness.write_text(_RUN % (_script(read), _script(AXE.read_text(encoding="utf-8"))), encoding="utf-8")
        answer = _answer(harness, folder)
    if [name for name, passed, _ in answer if passed] != [name for name, _ in read]:
        raise RuntimeError("une page n'a pas été lue par le navigateur")
    for name, _, faults in answer:
        for rule, said, nodes in faults:
            yield f"{name} : {rule}, {said} : {' | '.join(nodes)}"


def _script(value: object) -> str:
    return json.dumps(value).replace("</", "<\\/").replace("<!--", "<\\u0021--")


def document(markdown: str, title: str) -> str:
    """Return a page of docs/ as a reader of HTML has it."""
    body = MarkdownIt("commonmark").enable("table").render(markdown)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
        f"<body><main>{body}</main></body></html>"
    )


def _browser() -> str:
    return next(filter(None, map(shutil.which, _BROWSERS)), "")


def _answer(page: Path, profile: str) -> list[tuple[str, int, list[tuple[str, str, list[str]]]]]:
    command = [
        _browser(), "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}/profile",
        "--virtual-time-budget=120000", "--window-size=1280,1024", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=_WAIT, check=False)
    found = _ANSWER.search(done.stdout)
    if not found or not found[1]:
        raise RuntimeError(f"le navigateur n'a rien répondu : {done.stderr[-300:]}")
    answer: list[tuple[str, int, list[tuple[str, str, list[str]]]]] = json.loads(html.unescape(found[1]))
    return answer


def main(paths: list[str]) -> int:
    """Say what is wrong in these pages."""
    if reason := why_not():
        sys.exit(reason)
    named = [(path, Path(path).read_text(encoding="utf-8")) for path in paths]
    faults = list(findings((p, document(text, p) if p.endswith(".md") else text) for p, text in named))
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
