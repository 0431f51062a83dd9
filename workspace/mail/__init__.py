"""E-mails: written from templates, queued as jobs, sent by the worker. No feature: features import it."""

from workspace.mail.posting import post

__all__ = ["post"]
