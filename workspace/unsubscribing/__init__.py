"""No more letters, in one click."""

from workspace.unsubscribing.routes import blueprint, init

__all__ = ["blueprint", "init"]
