"""Files as people send them, with what they say of who made them, and as nobody should."""

import io
import struct
import zipfile
import zlib
from typing import Any

from odf.dc import Creator
from odf.opendocument import OpenDocumentText
from odf.text import P
from openpyxl import Workbook
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

SECRET = "NadiaSecret"
GPS, ORIENTATION, ARTIST, COMMENT = 0x8825, 0x0112, 0x013B, 0x9286
TURNED_RIGHT = 6


def image(format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(out, format, **options)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG with an author, a place, a comment and XMP, that a telephone held upright."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = TURNED_RIGHT, SECRET
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 30.0)
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    return image(exif=exif, comment=SECRET.encode(), xmp=xmp)


def png_with_words() -> bytes:
    told = PngInfo()
    told.add_text("Author", SECRET)
    told.add_itxt("XML:com.adobe.xmp", SECRET)
    return image("PNG", pnginfo=told)


def pdf(*, javascript: bool = False, password: str = "", attachment: bool = False, signed: bool = False) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): TextStringObject(SECRET)})
    if javascript:
        runs = DictionaryObject()
        runs[NameObject("/S")], runs[NameObject("/JS")] = NameObject("/JavaScript"), TextStringObject("evilprogram")
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(runs)
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): runs})
        named = ArrayObject([TextStringObject("a"), writer._add_object(runs)])
        writer.root_object[NameObject("/Names")] = DictionaryObject(
            {NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): named})}
        )
    if attachment:
        writer.add_attachment("evilprogram.exe", b"MZ evilprogram")
    if signed:
        flags = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
        writer.root_object[NameObject("/AcroForm")] = flags
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.properties.creator, book.properties.title = SECRET, SECRET
    sheet = book.worksheets[0]
    sheet["A1"] = "bonjour"
    book.save(out)
    return out.getvalue()


def odt() -> bytes:
    text, out = OpenDocumentText(), io.BytesIO()
    text.meta.addElement(Creator(text=SECRET))
    text.text.addElement(P(text="bonjour"))
    text.addThumbnail(SECRET.encode())
    text.write(out)
    return out.getvalue()


DOCX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.x"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
    'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    "word/document.xml": "<document>bonjour</document>",
    "docProps/core.xml": f"<creator>{SECRET}</creator>",
    "docProps/app.xml": f"<Company>{SECRET}</Company>",
}


def docx(**more: bytes | str) -> bytes:
    """A Word document of these parts and of those given (`/` is written `__`)."""
    return archive(DOCX | {name.replace("__", "/"): content for name, content in more.items()})


def archive(parts: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def png_of_declared(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than any memory holds."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
