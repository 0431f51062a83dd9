"""A committee as who animates it looks at it, and its meetings in everybody's calendar."""

from workspace.committees import attendance, calendars, routes

blueprints = (routes.blueprint, calendars.blueprint, attendance.blueprint)
