"""What makes hundreds of applications cheap: templates and addresses are compiled once a run, passwords hashed at once.

A page took 0.4 s in each test for its templates alone, an application 0.2 s for the makers of its addresses, a sign-in
0.2 s; argon2 and its form stay those of the site."""

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from graph import passwords


class Compiled(BytecodeCache):
    """Compiled templates, kept in memory by what they were compiled from."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def _key(self, bucket: Bucket) -> str:
        return f"{getattr(bucket.environment, 'language', '')}{bucket.key}{bucket.checksum}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.kept.get(self._key(bucket)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[self._key(bucket)] = bucket.bytecode_to_string()


def remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    """The maker of a rule's addresses, made once for all rules that read the same."""
    kept: dict[Any, Any] = {}

    def made(rule: Any, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule.defaults), tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = make(rule, append_unknown)
        return kept[key]

    return made


def be_quick() -> None:
    """For this process."""
    Rule._compile_builder = remembered(Rule._compile_builder)  # type: ignore[method-assign]
    Flask.jinja_options = {"bytecode_cache": Compiled()}
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = lambda: cheap  # type: ignore[assignment]
