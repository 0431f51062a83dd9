"""What goes around a meeting: who is invited and answers, reminders, its agenda, its series."""

from workspace.meetings import answering, inviting

blueprints = (inviting.blueprint, answering.blueprint)
