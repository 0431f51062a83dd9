"""What makes hundreds of applications cheap: templates are compiled once a run, and passwords hashed for a moment.

A page took 0.4 s in each test for its templates alone, a sign-in 0.2 s; argon2 and its form stay those of the site."""

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from graph import passwords


class Compiled(BytecodeCache):
    """Compiled templates, kept in memory by what they were compiled from."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.kept.get(f"{bucket.key}{bucket.checksum}"):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[f"{bucket.key}{bucket.checksum}"] = bucket.bytecode_to_string()


def be_quick() -> None:
    """For this process."""
    Flask.jinja_options = {"bytecode_cache": Compiled()}
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = lambda: cheap  # type: ignore[assignment]
