"""What goes around a meeting: who is invited and answers, reminders, its agenda, its series."""

from workspace.meetings import agendas, answering, inviting, repeating

blueprints = (inviting.blueprint, answering.blueprint, repeating.blueprint, agendas.blueprint)
