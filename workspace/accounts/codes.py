"""Codes of a second factor: six digits that change every 30 s, or a recovery code."""

from __future__ import annotations

import hmac
import time

import pyotp
from markupsafe import Markup

from graph import second_factor
from graph.database import Database
from workspace.accounts import sealing

STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # steps: a telephone's clock may be half a minute off, and people type slowly


def new_key() -> str:
    """A key to share, in base 32."""
    return pyotp.random_base32()


def step_of(key: str, code: str) -> int | None:
    """The time step of which this is the code; None when it is that of no step around now."""
    now, typed = int(time.time()) // STEP_SECONDS, "".join(code.split())
    steps = (now + drift for drift in DRIFT)
    return next((step for step in steps if hmac.compare_digest(_code(key, step), typed.encode())), None)


def accepted(db: Database, user: str, code: str) -> bool:
    """Uses a code of the account's telephone, else a recovery code."""
    kept = second_factor.sealed_key(db, user)
    key = sealing.opened(kept) if kept else None
    step = step_of(key, code) if key else None
    if step is not None:
        return second_factor.accept_step(db, user, step)
    return second_factor.recover(db, user, code)


def picture(key: str, name: str) -> Markup:
    """The QR code that hands the key to a telephone, as SVG without style; the page says what it is."""
    import segno

    address = pyotp.TOTP(key).provisioning_uri(name=name, issuer_name="Maillage")
    drawn = segno.make(address, micro=False).svg_inline(omitsize=True, border=3, lineclass=None, svgclass="qr-code")
    return Markup(drawn)  # noqa: S704 (rectangles only)


def _code(key: str, step: int) -> bytes:
    return pyotp.TOTP(key).generate_otp(step).encode()
