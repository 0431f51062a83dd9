"""Chains and holes as rows of a file; the first row holds the heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.chain_words import sources
from graph.chains import Chain
from graph.evidence import sourced
from graph.telling import told
from graph.traces import Gap
from workspace.language import gettext
from workspace.words import kind_word, status_word, term, word


def chains(found: Iterable[Chain], language: str) -> Iterator[list[str]]:
    """One row a chain, its steps told one after the other."""
    yield [
        gettext("politique"), gettext("niveau"), gettext("ressource"), gettext("sorte"), gettext("direct"),
        gettext("solidité"), gettext("phrase"), gettext("étapes"), gettext("liens"), gettext("liens sourcés"),
        gettext("sources"), gettext("dernière attestation de l’étape la plus ancienne"),
    ]  # fmt: skip
    for chain in found:
        yield [
            chain.policy.name, term(chain.level, "policy_level") if chain.level else "", chain.resource.name,
            kind_word(chain.resource.kind), gettext("oui") if chain.direct else gettext("non"),
            word(chain.strength.label), chain.sentence(language),
            " | ".join(told(step, language) for step in chain.steps), str(len(chain.steps)),
            str(sum(sourced(step) for step in chain.steps)), sources(chain.steps, language), chain.age or "",
        ]  # fmt: skip


def gaps(found: Iterable[Gap | None]) -> Iterator[list[str]]:
    """One row a hole."""
    yield [
        gettext("manque"), gettext("sorte"), gettext("état"), gettext("concerne"), gettext("comment on le sait"),
        gettext("exprimé par"), gettext("depuis"),
    ]  # fmt: skip
    for gap in filter(None, found):
        yield [
            gap.record.name, kind_word(gap.record.kind),
            status_word(gap.record.status, gap.record.kind) if gap.record.status else "", gap.about.name,
            how_known(gap), ", ".join(voice.other.name for voice in gap.voices), gap.since or "",
        ]  # fmt: skip


def how_known(gap: Gap) -> str:
    """Said by somebody, or found by counting, in words."""
    words = {
        "need": gettext("besoin déclaré non couvert") if gap.declared else gettext("besoin auquel rien ne répond"),
        "case": gettext("cas d’usage sans ressource connue"),
        "policy": gettext("aucune ressource connue"),
    }
    return words[gap.sort]
