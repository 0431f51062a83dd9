"""Images and files of a record: added, told in words, taken away, and served so that nothing in them can run."""

from workspace.files import routes, serving

blueprints = (routes.blueprint, serving.blueprint)

__all__ = ["blueprints"]
