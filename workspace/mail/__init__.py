"""E-mails: written from templates, queued as jobs, sent by the worker. No feature: features import it."""

from workspace.mail.posting import Recipient, post, post_all

__all__ = ["Recipient", "post", "post_all"]
