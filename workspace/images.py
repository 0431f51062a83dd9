"""Images in a text: those that records of this site bear, told by their address. Others would tell who reads."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

AFTER_INLINE = 15  # images are made at 20
OWN = re.compile(r"/fichier/f-[\w-]{4,40}/apercu")
_ADDRESS = re.compile(r"/fichier/f-[\w-]{4,40}")


class OwnImages(Treeprocessor):
    """The smaller version of our own, served to who sees its record; of others, the words alone."""

    def run(self, root: Element) -> None:
        """Changes the images of a text."""
        for image in list(root.iter("img")):
            address, words, after = image.get("src", ""), image.get("alt", ""), image.tail
            image.attrib.clear()
            image.tail = after
            if _ADDRESS.fullmatch(address):
                image.set("src", f"{address}/apercu")
                image.set("alt", words)
            else:
                image.tag, image.text = "span", words  # which is not kept around them
