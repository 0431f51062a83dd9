"""What narrows the records drawn: the filters of lists, over the whole network, in words and with what they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from graph.database import Database
from graph.errors import Invalid
from graph.filtering import chosen, ids_of
from graph.filters import checked
from graph.lists import Page
from graph.viewers import Viewer
from workspace.filter_words import told
from workspace.list_filters import filters_of, renamed, used
from workspace.listings import EVERYTHING

Pairs = tuple[tuple[str, str], ...]
# The day is the view's own, and is asked of links too.
NOT_HERE = frozenset({"au"})


@dataclass(frozen=True)
class Narrowed:
    """The ids that are left, and a page without rows that knows the names of what is filtered by."""

    ids: frozenset[str]
    page: Page

    def words(self, pairs: Pairs) -> list[str]:
        """Each filter in words."""
        return [told(name, value, self.page, EVERYTHING) for name, value in pairs]


def pairs_of(args: MultiDict[str, str]) -> Pairs:
    """The filters of an address, as (parameter, value)."""
    return tuple((name, value.strip()) for name, value in used(args, EVERYTHING) if name not in NOT_HERE)


def narrowed(db: Database, viewer: Viewer, pairs: Pairs, day: str | None) -> Narrowed | None:
    """What the filters leave to this viewer; None without filters. Invalid under the names of the address."""
    if not pairs:
        return None
    try:
        filters = replace(checked(filters_of(MultiDict(pairs), EVERYTHING)), at=day)
        ends = chosen(db, viewer, filters)
    except Invalid as error:
        raise Invalid(renamed(error.fields, EVERYTHING)) from None
    return Narrowed(ids_of(db, viewer, filters), Page((), 0, (), filters, ends, {}))
