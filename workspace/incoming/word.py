"""DOCX as HTML, by mammoth, once its parts were proved to be small, plain XML."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import mammoth
from mammoth import documents, html, transforms

from workspace.incoming.pictures import Pictures

CODE = "Code letters"
MONOSPACED = ("courier", "consolas", "mono", "menlo", "code")
STYLES = f"""
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.lead:fresh
p[style-name='Lead'] => p.lead:fresh
p[style-name='Kicker'] => p.kicker:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Horizontal Line'] => hr:fresh
r[style-name='{CODE}'] => code
r[style-name='HTML Code'] => code
strike => span
"""


def html_of(source: Path, pictures: Pictures | None = None) -> str:
    """Its text. What the document says of styles is not opened, nor are pictures, but for who asks for them."""

    def picture(image: Any) -> list[Any]:
        if pictures is None:
            return []
        with image.open() as stream:
            return _nodes(pictures, stream, " ".join((image.alt_text or "").split()))

    with source.open("rb") as file:
        return str(mammoth.convert_to_html(
            file, style_map=STYLES, include_embedded_style_map=False, external_file_access=False,
            convert_image=picture, transform_document=transforms.run(_spelled),
        ).value)  # fmt: skip


def _nodes(pictures: Pictures, stream: IO[bytes], alt: str) -> list[Any]:
    address = pictures.kept(stream, alt)
    return [html.element("img", {"src": address, "alt": alt})] if address else [html.text(alt)]


def _spelled(run: Any) -> documents.Run:
    """A run in letters of one width is code, when its style says nothing."""
    told = (run.font or "").lower()
    return run.copy(style_name=CODE) if not run.style_name and any(name in told for name in MONOSPACED) else run
