"""What each letter of templates/mail is written with in tests: a new letter fails until it is here."""

LETTERS: dict[str, dict[str, object]] = {
    "trial": {},
    "invitation": {
        "host_name": "Alice", "role": "member", "path": "/invitation/essai", "until": "2026-12-10T00:00:00Z",
    },
    "reset": {"name": "Bob", "path": "/mot-de-passe/essai"},
}  # fmt: skip
