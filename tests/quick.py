"""What makes hundreds of applications cheap: templates and addresses are compiled once a run, passwords hashed at once.

A page took 0.4 s in each test for its templates alone, an application 0.2 s for the makers of its addresses, a sign-in
0.2 s; argon2 and its form stay those of the site."""

from collections.abc import Callable
from types import CodeType, MethodType
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
        self.kept: dict[str, CodeType] = {}

    def _key(self, bucket: Bucket) -> str:
        return f"{getattr(bucket.environment, 'language', '')}{bucket.key}{bucket.checksum}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.kept.get(self._key(bucket)):
            bucket.code = known

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.kept[self._key(bucket)] = bucket.code


def once(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """The compiling of a rule of addresses, done once for all rules that read the same."""
    kept: dict[Any, tuple[dict[str, Any], Any, Any]] = {}

    def compiled(rule: Rule) -> None:
        key = (rule.rule, repr(rule.defaults), rule.subdomain, rule.host, rule.merge_slashes)
        if key not in kept:
            compile_rule(rule)
            parsed = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters", "arguments")}
            kept[key] = parsed, rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
        parsed, build, build_unknown = kept[key]
        vars(rule).update(parsed, _build=MethodType(build, rule), _build_unknown=MethodType(build_unknown, rule))

    return compiled


def be_quick() -> None:
    """For this process."""
    Rule.compile = once(Rule.compile)  # type: ignore[assignment,method-assign]
    Flask.jinja_options = {"bytecode_cache": Compiled()}
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = lambda: cheap  # type: ignore[assignment]
