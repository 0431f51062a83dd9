"""Images: decoded, turned upright, brought to sRGB, and encoded anew from their pixels alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from workspace.cleaning.refusing import DAMAGED, TOO_MANY_PIXELS, Refused

MOST_PIXELS = 40_000_000
SMALL = 1200  # pixels on the longer side: what a page shows
READ = ("JPEG", "PNG", "WEBP", "GIF")
# What is written of what was read, a GIF's first picture as PNG.
WRITTEN: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "image/jpeg", {"quality": 90, "optimize": True}),
    "PNG": ("PNG", "image/png", {"compress_level": 4}), "GIF": ("PNG", "image/png", {"optimize": True}),
    "WEBP": ("WEBP", "image/webp", {"quality": 90, "method": 2}),
}  # fmt: skip


def clean(source: Path, target: Path, small: Path) -> dict[str, Any]:
    """The whole image and its smaller version (WebP), with nothing of the file that was sent but what one sees."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        opened = Image.open(source, formats=READ)
    except Image.DecompressionBombError:
        raise Refused(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):
        raise Refused(DAMAGED) from None
    with opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        format, mime, options = WRITTEN[opened.format or ""]
        pixels = _pixels(opened)
    _save(pixels, target, format, options)
    width, height = pixels.size
    pixels.thumbnail((SMALL, SMALL), reducing_gap=2.0)
    pixels.save(small, "WEBP", quality=80)
    return {"mime": mime, "width": width, "height": height, "small_width": pixels.width, "small_height": pixels.height}


def _save(pixels: Image.Image, path: Path, format: str, options: dict[str, Any]) -> None:
    try:
        pixels.save(path, format, **options)
    except ValueError:  # WebP's quick ways run out of room on large noisy pictures
        pixels.save(path, format)


def _pixels(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, grey or with its transparency; nothing else is left of the file."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    plain = _in_srgb(_plain(turned), profile)
    plain.info.clear()
    return plain


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a pixel, which convert() would clip
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    wanted = "RGB" if image.mode == "CMYK" else image.mode
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=wanted)
            return turned or image.convert(wanted)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit its image: the numbers are taken as they are
    return image.convert(wanted)
