"""Questions by relation, built from menus, read as a sentence, kept and shared."""

from workspace.questions.routes import blueprint
from workspace.questions.saved import saved

blueprints = (blueprint, saved)

__all__ = ["blueprints"]
