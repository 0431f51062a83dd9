"""The yearly roadmap of a community: its lines, its years, its table in and out, its figures, what the public reads."""

from workspace.roadmaps import following, importing, lines, routes, tables, years

blueprints = tuple(part.blueprint for part in (routes, lines, years, tables, importing, following))
