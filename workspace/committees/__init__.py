"""A committee as who animates it looks at it, and its meetings in everybody's calendar."""

from workspace.committees import (
    attendance,
    calendars,
    cases,
    importing,
    mobilisation,
    participation,
    routes,
    since,
    todo,
    voting,
)

parts = (routes, calendars, cases, attendance, importing, mobilisation, participation, since, todo, voting)
blueprints = tuple(part.blueprint for part in parts)
