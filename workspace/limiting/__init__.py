"""How often the same reader, address or account may do the same thing. No feature: it knows features by endpoint."""

from workspace.limiting.rules import init

__all__ = ["init"]
