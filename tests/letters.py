"""What each letter of templates/mail is written with in tests: a new letter fails until it is here."""

LETTERS: dict[str, dict[str, object]] = {"trial": {}}
