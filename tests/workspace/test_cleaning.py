"""Promises of cleaning: told by content, written anew without what it says of who made it, hostile files refused."""

import io
import zipfile
from pathlib import Path

import pytest
from odf.opendocument import load
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from tests import samples
from tests.samples import SECRET
from workspace.cleaning import Cleaned, Refused, cleaned, refusing


def clean(folder: Path, content: bytes, name: str = "sans nom") -> tuple[Cleaned, bytes]:
    (folder / "source").write_bytes(content)
    known = cleaned(folder / "source", folder / "whole", folder / "small", name)
    return known, (folder / "whole").read_bytes()


def refusal(folder: Path, content: bytes, name: str = "sans nom") -> str:
    with pytest.raises(Refused) as refused:
        clean(folder, content, name)
    return str(refused.value)


def test_of_a_photo_only_the_pixels_stay_and_they_stand_upright(tmp_path: Path) -> None:
    assert SECRET.encode() in samples.photo()
    known, content = clean(tmp_path, samples.photo())
    assert (known.mime, known.width, known.height) == ("image/jpeg", 40, 60)
    for written in (content, (tmp_path / "small").read_bytes()):
        assert SECRET.encode() not in written
        with Image.open(io.BytesIO(written)) as seen:
            assert not dict(seen.getexif()) and not {"comment", "xmp", "icc_profile"} & set(seen.info)


@pytest.mark.parametrize(
    ("content", "mime"),
    [(samples.png_with_words(), "image/png"), (samples.image("GIF", comment=SECRET.encode()), "image/png"),
     (samples.image("WEBP", xmp=SECRET.encode()), "image/webp"), (samples.image(mode="CMYK"), "image/jpeg"),
     (samples.image("PNG", mode="I;16"), "image/png"), (samples.image("PNG", mode="1"), "image/png")],
)  # fmt: skip
def test_every_sort_of_image_is_encoded_anew(tmp_path: Path, content: bytes, mime: str) -> None:
    known, written = clean(tmp_path, content)
    assert known.mime == mime and SECRET.encode() not in written
    with Image.open(io.BytesIO(written)) as seen:
        assert seen.size == (60, 40)


def test_a_transparent_image_stays_so(tmp_path: Path) -> None:
    clean(tmp_path, samples.image("PNG", mode="RGBA"))
    for path in ("whole", "small"):
        with Image.open(tmp_path / path) as seen:
            assert seen.mode == "RGBA"


def test_a_large_image_has_a_smaller_version_for_its_page(tmp_path: Path) -> None:
    known, _ = clean(tmp_path, samples.image(size=(3000, 1000)))
    assert (known.width, known.height, known.small_width, known.small_height) == (3000, 1000, 1200, 400)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_as_telephones_take_them_is_done_within_the_limits(tmp_path: Path, format: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((500, 375), 60).resize((4000, 3000)).convert("RGB").save(out, format)
    known, _ = clean(tmp_path, out.getvalue())
    assert (known.width, known.small_width) == (4000, 1200)


@pytest.mark.parametrize("size", [(8001, 5000), (60_000, 60_000), (2_000_000_000, 2_000_000_000)])
def test_an_image_of_too_many_pixels_is_never_decoded(tmp_path: Path, size: tuple[int, int]) -> None:
    told = refusal(tmp_path, samples.png_of_declared(*size))
    assert told in (refusing.TOO_MANY_PIXELS, refusing.DAMAGED)


def test_a_pdf_loses_its_author_its_programs_and_its_attachments(tmp_path: Path) -> None:
    sent = samples.pdf(javascript=True, attachment=True)
    assert sent.count(SECRET.encode()) == 4 and sent.count(b"evilprogram") >= 5
    known, content = clean(tmp_path, sent)
    assert known.mime == "application/pdf"
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert SECRET.encode() not in content and b"evilprogram" not in content
    assert not {"/OpenAction", "/Metadata"} & set(PdfReader(io.BytesIO(content)).root_object)


def test_a_pdf_with_a_password_or_a_signature_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, samples.pdf(password="x")) == refusing.LOCKED
    assert refusal(tmp_path, samples.pdf(signed=True)) == refusing.SIGNED


def test_an_office_document_loses_its_properties_and_still_opens(tmp_path: Path) -> None:
    known, content = clean(tmp_path, samples.xlsx())
    assert known.mime.endswith("spreadsheetml.sheet")
    book = load_workbook(io.BytesIO(content))
    assert (book.worksheets[0]["A1"].value, book.properties.title) == ("bonjour", None)
    known, content = clean(tmp_path, samples.docx())
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert sorted(made.namelist()) == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert b"docProps" not in made.read("_rels/.rels") + made.read("[Content_Types].xml")
        assert {part.date_time[0] for part in made.infolist()} == {1980}


def test_a_libreoffice_document_loses_its_author_and_its_picture(tmp_path: Path) -> None:
    known, content = clean(tmp_path, samples.odt())
    assert known.mime == "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        everything = b"".join(made.read(name) for name in made.namelist())
        first = made.infolist()[0]
    assert SECRET.encode() not in everything and b"bonjour" in everything
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert load(io.BytesIO(content)).mimetype == known.mime


def test_a_text_is_kept_as_it_is(tmp_path: Path) -> None:
    for name, content, mime in (
        ("a.csv", "nom;âge\n=1+1;2\n".encode(), "text/csv"), ("a.exe", "été".encode("cp1252"), "text/plain"),
        ("a.md", b"\xef\xbb\xbf# Titre", "text/markdown"), ("a.txt", "é".encode("utf-16"), "text/plain"),
    ):  # fmt: skip
        known, written = clean(tmp_path, content, name)
        assert (known.mime, written) == (mime, content)


def test_the_type_is_that_of_the_content_whatever_the_name(tmp_path: Path) -> None:
    assert clean(tmp_path, samples.image("PNG"), "x.pdf")[0].mime == "image/png"
    assert clean(tmp_path, samples.pdf(), "x.png")[0].mime == "application/pdf"
    assert refusal(tmp_path, b"MZ\x90\x00\x03\x00", "x.png") == refusing.UNKNOWN
    assert refusal(tmp_path, b"\x7fELF\x02\x01\x01\x00", "x.txt") == refusing.UNKNOWN


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><script>alert(1)</script>", b"\n <svg onload=alert(1)>", b"\xef\xbb\xbf<?xml ?><svg/>",
                "<html>".encode("utf-16")],
)  # fmt: skip
def test_a_page_and_a_drawing_that_can_run_are_refused_under_any_name(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content, "a.txt") == refusing.MARKUP


def test_of_a_file_that_is_two_things_only_what_it_begins_with_stays(tmp_path: Path) -> None:
    tail = b"<script>evilprogram</script>" + samples.archive({"evilprogram": "x"})
    for whole in (samples.photo(), samples.image("PNG"), samples.image("GIF"), samples.pdf()):
        assert b"evilprogram" not in clean(tmp_path, whole + tail)[1]
    before = samples.image("GIF", comment=b"*/=1;alert('evilprogram')/*")
    assert b"evilprogram" not in clean(tmp_path, before)[1]
    assert b"evilprogram" not in clean(tmp_path, samples.docx() + b"evilprogram")[1]


def test_an_archive_that_is_no_document_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, samples.archive({"a.txt": "x"}), "a.docx") == refusing.UNKNOWN
    assert refusal(tmp_path, samples.archive({"mimetype": "application/epub+zip"})) == refusing.UNKNOWN
    assert refusal(tmp_path, samples.docx(word__vbaProject_bin=b"x").replace(b"_bin", b".bin")) == refusing.MACROS
    assert refusal(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc") == refusing.LOCKED


def test_a_document_that_is_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = samples.docx(word__media__zeros=b"\0" * (201 * 2**20))
    assert len(bomb) < 2**20
    assert refusal(tmp_path, bomb) == refusing.TOO_HARD
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Types>&b;</Types>'
    assert refusal(tmp_path, samples.archive({**samples.DOCX, "[Content_Types].xml": laughs})) == refusing.DAMAGED


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\windows", "word/../../x"])
def test_a_document_with_paths_that_climb_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, samples.archive({**samples.DOCX, name: "x"})) == refusing.DAMAGED


def test_damaged_and_empty_files_say_so(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"") == refusing.EMPTY
    for content in (samples.photo()[:200], samples.pdf()[:60], samples.docx()[:-30], b"\x89PNG\r\n\x1a\n", b"GIF89a"):
        assert refusal(tmp_path, content) == refusing.DAMAGED


def test_what_takes_too_much_ends_its_process_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workspace.cleaning.SECONDS", 0.01)
    assert refusal(tmp_path, samples.photo()) == refusing.TOO_HARD
