"""What goes around a meeting: who is invited and answers, reminders, its agenda, its series."""

from workspace.meetings import agendas, answering, chasing, feeds, inviting, minutes, own, repeating

blueprints = (inviting.blueprint, answering.blueprint, repeating.blueprint, agendas.blueprint, own.blueprint,
              feeds.blueprint, chasing.blueprint, minutes.blueprint)  # fmt: skip
