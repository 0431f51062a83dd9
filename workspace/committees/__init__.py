"""A committee as who animates it looks at it, and its meetings in everybody's calendar."""

from workspace.committees import attendance, calendars, mobilisation, participation, routes, since, todo

blueprints = tuple(part.blueprint for part in (routes, calendars, attendance, mobilisation, participation, since, todo))
