"""The longest form of a page, filled as a browser would send it."""

from __future__ import annotations

from collections.abc import Iterator

from justhtml import Element, JustHTML

CONTROLS = ("input", "textarea", "select")


def form_of(html: str) -> dict[str, str | list[str]]:
    """What the form with the most fields sends when nobody touches it; a name said several times is a list."""
    document = JustHTML(html, sanitize=False)
    forms = [form for form in document.query("form") if isinstance(form, Element)]
    longest = max(forms, key=lambda form: len(list(_controls(form))))
    out: dict[str, str | list[str]] = {}
    for control in _controls(longest):
        name, value = str(control.attrs.get("name") or ""), _value(control)
        if not name or value is None:
            continue
        several = control.attrs.get("type") == "checkbox" and not name.startswith("gone.")
        out[name] = [*out.get(name, []), value] if several else value
    return out


def _controls(form: Element) -> Iterator[Element]:
    for name in CONTROLS:
        yield from (found for found in form.query(name) if isinstance(found, Element))


def _value(control: Element) -> str | None:
    if control.name == "textarea":
        return control.to_text(strip=False).removeprefix("\n").strip()
    if control.name == "select":
        options = [found for found in control.query("option") if isinstance(found, Element)]
        chosen = next((option for option in options if "selected" in option.attrs), options[0])
        return str(chosen.attrs.get("value", chosen.to_text()))
    if control.attrs.get("type") in ("checkbox", "radio") and "checked" not in control.attrs:
        return None
    return str(control.attrs.get("value") or "")
