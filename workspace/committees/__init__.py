"""A committee as who animates it looks at it, and its meetings in everybody's calendar."""

from workspace.committees import attendance, calendars, mobilisation, routes

blueprints = (routes.blueprint, calendars.blueprint, attendance.blueprint, mobilisation.blueprint)
