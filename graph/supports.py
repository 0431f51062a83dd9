"""What holds what up: the closed list of relations by which a record rests on another, and what each gives it.

Never through a territory or a theme; and an organisation or a person does not stop with what it uses."""

from __future__ import annotations

from dataclasses import dataclass

from graph.schema import SCHEMA, Label

ACTORS = frozenset({"Organisation", "Person"})


@dataclass(frozen=True)
class Sort:
    """What a support gives. `each` when none replaces another: what a record depends on is all necessary to it.
    `carries` when a record that has lost all of it is held to stop in its turn; `lost` says that nothing is left."""

    name: str
    label: Label
    lost: Label
    each: bool = False
    carries: bool = True


@dataclass(frozen=True)
class Support:
    """A relation that holds up: `forward` when it goes from what holds to what is held; `held` the kinds held so."""

    type: str
    sort: Sort
    forward: bool
    held: frozenset[str]

    @property
    def holders(self) -> frozenset[str]:
        """The kinds that hold so."""
        relation = SCHEMA.relations[self.type]
        return self.held if self.type == "PART_OF" else relation.sources if self.forward else relation.targets


BEARING = Sort("bearing", Label("qui la porte", "who bears it"), Label("plus de porteur connu", "no known bearer left"))
NECESSARY = Sort(
    "necessary", Label("ce dont elle dépend", "what it depends on"),
    Label("ce qui lui est nécessaire s'arrête", "something necessary to it stops"), each=True,
)  # fmt: skip
CONTENT = Sort(
    "content",
    Label("ce qu'elle comprend", "what it includes"),
    Label("plus rien de connu dedans", "nothing known left in it"),
)
USED = Sort(
    "used", Label("ce qu'elle utilise", "what it uses"),
    Label("plus rien de connu de ce qu'elle utilise", "nothing known left of what it uses"),
)  # fmt: skip
SERVING = Sort(
    "serving",
    Label("ce qui la sert", "what serves it"),
    Label("plus aucune ressource connue", "no known resource left"),
)
DOING = Sort(
    "doing", Label("ce qui la met en œuvre", "what implements it"),
    Label("plus de mise en œuvre connue", "no known implementation left"),
)  # fmt: skip
LEADING = Sort(
    "leading", Label("qui la pilote ou l'anime", "who leads or animates it"),
    Label("plus de pilote ni d'animation connus", "no known lead or facilitator left"),
)  # fmt: skip
FUNDING = Sort(
    "funding", Label("qui la finance", "who funds it"), Label("plus de financement connu", "no known funding left")
)
ANSWERING = Sort(
    "answering",
    Label("ce qui y répond", "what meets it"),
    Label("plus rien de connu n'y répond", "nothing known meets it"),
)
NEEDED = Sort(
    "needed", Label("ce dont elle a besoin", "what it needs"),
    Label("plus rien de connu de ce dont elle a besoin", "nothing known left of what it needs"),
)  # fmt: skip
HELPING = Sort(
    "helping", Label("qui l'accompagne ou y contribue", "who supports it or contributes to it"),
    Label("plus d'accompagnement ni de contribution connus", "no known support or contribution left"), carries=False,
)  # fmt: skip
SORTS = {
    sort.name: sort for sort in (
        BEARING, NECESSARY, CONTENT, USED, SERVING, DOING, LEADING, FUNDING, ANSWERING, NEEDED, HELPING,
    )
}  # fmt: skip


def _support(type: str, sort: Sort, *, forward: bool, held: frozenset[str] = frozenset()) -> Support:
    relation = SCHEMA.relations[type]
    return Support(type, sort, forward, held or (relation.targets if forward else relation.sources))


SUPPORTS = (
    _support("STEWARDS", BEARING, forward=True),
    _support("PRODUCES", BEARING, forward=True),
    _support("PUBLISHES", BEARING, forward=True),
    _support("MAINTAINED_BY", BEARING, forward=False),
    _support("HAS_RESOURCE", BEARING, forward=True),
    _support("HAS_RESOURCE", CONTENT, forward=False),
    _support("PART_OF", CONTENT, forward=True, held=frozenset({"Policy"})),
    _support("DEPENDS_ON", NECESSARY, forward=False),
    _support("INSTANCE_OF", NECESSARY, forward=False),
    _support("USES", USED, forward=False),
    _support("SERVES", SERVING, forward=True),
    _support("IMPLEMENTS", DOING, forward=True),
    _support("LEADS", LEADING, forward=True),
    _support("ANIMATES", LEADING, forward=True),
    _support("FUNDS", FUNDING, forward=True),
    _support("MEETS", ANSWERING, forward=True),
    _support("NEEDS", NEEDED, forward=False),
    _support("SUPPORTS", HELPING, forward=True),
    _support("INCUBATES", HELPING, forward=True),
    _support("CONTRIBUTES_TO", HELPING, forward=True),
)
BY_WAY = {(support.type, support.forward): support for support in SUPPORTS}
FORWARD, BACKWARD = ("|".join(each.type for each in SUPPORTS if each.forward == way) for way in (True, False))
# What may be asked to stop: an actor, a community, a commons, a resource, or work that holds others up.
STOPPING = tuple(
    kind for kind in SCHEMA.kinds if kind not in ("Policy", "Need") and any(kind in each.holders for each in SUPPORTS)
)


def holds(relation: str) -> str:
    """Cypher condition: the relation holds its end up; a lead or a request of money does not yet."""
    return f"NOT coalesce({relation}.step, '') IN ['lead', 'requested']"
