"""The network drawn in a browser without a graphics card: pictures a second while panning, and time to the first one;
the page's own drawing beside sigma and cytoscape, on the same data, in the same run."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.measuring import Row
from graph.schema import SCHEMA
from tests.chromium import installed

ROOT = Path(__file__).parent.parent
SIZES = (1_000, 10_000, 50_000)
LIBRARIES = ("ours", "sigma", "cytoscape")
# Milliseconds between two pictures: goals are bounds from above. 55 a second at 1,000 records, 30 at 10,000.
SLOWEST = {("ours", 1_000): 1000 / 55, ("ours", 10_000): 1000 / 30}
FIRST = {("ours", 1_000): 300.0, ("ours", 10_000): 300.0}


def rows() -> Iterator[Row]:
    """Three rows a library and size: pictures a second, milliseconds between two, milliseconds to the first."""
    page = _page()
    options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=installed(), args=options)
        for size in SIZES:
            for library in LIBRARIES:
                yield from _measured(browser, page, library, size)
        browser.close()


def _measured(browser: Browser, page: tuple[str, str], library: str, size: int) -> Iterator[Row]:
    html, script = page
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.set_default_timeout(300_000)
    tab.set_content(html)
    tab.add_script_tag(content=script)
    found = tab.evaluate("([name, count]) => measure(name, count)", [library, size])
    tab.close()
    name = f"drawing.{size // 1000}k.{library}"
    yield Row(f"{name}.fps", found["fps"], "1/s")
    yield Row(f"{name}.picture", 1000 / max(found["fps"], 0.001), "ms", SLOWEST.get((library, size)))
    yield Row(f"{name}.first", found["first"], "ms", FIRST.get((library, size)))


def _page() -> tuple[str, str]:
    """An empty page with the site's colours and shapes, and the script that draws on it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.js"
        esbuild = str(ROOT / "node_modules" / ".bin" / "esbuild")
        command = [
            esbuild,
            "bench/drawing_page/page.js",
            "--bundle",
            "--minify",
            "--log-level=error",
            f"--outfile={out}",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        script = out.read_text(encoding="utf-8")
    tokens = (ROOT / "static/src/tokens.css").read_text(encoding="utf-8")
    symbols = "".join(
        f'<symbol id="s-{family.name}" viewBox="0 0 16 16"><path d="{family.shape}"/></symbol>'
        for family in SCHEMA.families.values()
    )
    place = "#place{position:relative;width:820px;height:600px}canvas{width:100%;height:100%}"
    html = (
        f"<!doctype html><meta charset=utf-8><style>{tokens}{place}</style>"
        f'<svg class="sprites" width="0" height="0">{symbols}</svg>'
        '<div id="place"><div class="net-picture"></div></div>'
    )
    return html, script
