"""What each letter of templates/mail is written with in tests: a new letter fails until it is here."""

LETTERS: dict[str, dict[str, object]] = {
    "trial": {},
    "invitation": {
        "host_name": "Alice", "role": "member", "path": "/invitation/essai", "until": "2026-12-10T00:00:00Z",
    },
    "update": {
        "subject": "Votre fiche est-elle à jour ?", "message": "Bonjour,\n\nMerci.", "by_name": "Alice",
        "person": "Zoé",
        "until": "2026-12-20", "reminder": 1, "open": True, "stop": "/desabonner/essai",
        "records": [{"name": "Panoramax", "path": "/revue/lien/essai", "reviewed_at": "2025-03-12T10:00:00Z"}],
    },
    "contact": {
        "record": "Panoramax", "path": "/communs/panoramax", "name": "Léo", "address": "leo@example.invalid",
        "message": "Bonjour,\n\nPeut-on réutiliser vos photos ?", "stop": "/desabonner/essai",
    },
    "whatif": {
        "records": [{"name": "Panoramax", "path": "/communs/panoramax", "told": "perd son seul appui",
                     "links": ["ADEME finance Panoramax"]}],
        "name": "Alice", "address": "alice@example.invalid", "message": "Bonjour,\n\nEst-ce exact ?",
        "stop": "/desabonner/essai",
    },
    "outside": {
        "name": "Bob", "stop": "/desabonner/essai",
        "lines": [{"record": "Panoramax", "path": "/revue/commun-panoramax", "url": "https://exemple.invalid/page",
                   "why": "la page n’existe plus", "worked_at": "2026-10-27T02:00:00Z"}],
    },
    "comment": {
        "name": "Bob", "by_name": "Alice", "about": "Panoramax", "path": "/discussion/commun-panoramax#c-essai",
        "text": "@Bob, qui tient ce lien ?", "named": True, "stop": "/desabonner/essai",
    },
    "review": {
        "name": "Bob", "stop": "/desabonner/essai",
        "records": [{"name": "Panoramax", "path": "/revue/commun-panoramax", "reviewed_at": None}],
    },
    "digest": {
        "name": "Bob", "stop": "/desabonner/essai",
        "news": [{"title": "Panoramax", "path": "/communs/panoramax/historique", "more": 2,
                  "lines": [{"text": "Alice a modifié « Panoramax » : licence", "why": "relu"}]}],
    },
    "group": {
        "subject": "Rencontre", "message": "Bonjour,\n\nÀ jeudi.", "by_name": "Alice", "person": "Zoé", "until": "",
        "reminder": 0, "open": True, "stop": "/desabonner/essai",
        "records": [{"name": "Panoramax", "path": "/communs/panoramax", "reviewed_at": None}],
    },
    "actions": {
        "person": "Zoé", "community": "Comité", "message": "Bonjour,\n\nMerci.", "by_name": "Alice",
        "path": "/suivi-actions/essai", "stop": "/desabonner/essai",
        "actions": [{"name": "Publier les adresses", "due": "2026-11-03", "late": True}],
    },
    "minutes": {
        "person": "Zoé", "name": "Plénière", "day": "2026-12-10", "note": "Compte rendu – Plénière",
        "path": "/notes/compte-rendu", "message": "Merci à tous.", "by_name": "Alice", "stop": "/desabonner/essai",
    },
    "meeting": {
        "name": "Plénière", "path": "/reunions/pleniere", "day": "2026-12-10", "starts": "09:30", "stops": "12:00",
        "place": "Brest, salle Ouessant", "video": "https://visio.example.invalid/p", "why": "new", "person": "Zoé",
        "message": "Bonjour,\n\nÀ jeudi.", "by_name": "Alice", "answer": "/reponse/essai",
        "stop": "/desabonner/essai", "agenda": [{"at": "09:30", "title": "Point", "minutes": 20, "about": "Adresses"}],
    },
    "reset": {"name": "Bob", "path": "/mot-de-passe/essai"},
}  # fmt: skip
