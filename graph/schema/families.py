"""The ten families: label, address, colour and shape (SVG, viewBox 0 0 16 16)."""

from __future__ import annotations

from graph.schema.shapes import Family, Label

FAMILIES = (
    Family("actors", "Actor", Label("Acteurs", "Actors"), "acteurs", "acteurs",
           "M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7z"),
    Family("communities", "Collective", Label("Communautés", "Communities"), "communautes", "communautes",
           "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zm0 3.9a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8z"),
    Family("commons", "CommonGood", Label("Communs numériques", "Digital commons"), "communs", "communs",
           "M8 .8l6.3 3.6v7.2L8 15.2l-6.3-3.6V4.4z"),
    Family("resources", "Resource", Label("Ressources", "Resources"), "ressources", "ressources",
           "M2.2 2.2h11.6v11.6H2.2z"),
    Family("policies", "PublicPolicy", Label("Politiques", "Policies"), "politiques", "politiques",
           "M8 1.4L15.4 14.4H.6z"),
    Family("rules", "Norm", Label("Règles et textes", "Rules and texts"), "regles", "regles",
           "M8 .4L15.6 8 8 15.6.4 8z"),
    Family("demand", "Demand", Label("Besoins", "Needs"), "besoins", "demande",
           "M5.6 1.2h4.8v4.4h4.4v4.8h-4.4v4.4H5.6v-4.4H1.2V5.6h4.4z"),
    Family("work", "Work", Label("Travaux", "Work"), "travaux", "travail",
           "M1 2.8h8.6L15.4 8l-5.8 5.2H1z"),
    Family("places", "Place", Label("Lieux et thèmes", "Places and themes"), "lieux", "lieux",
           "M8 15.8C5 11.9 2.4 9.3 2.4 6a5.6 5.6 0 0 1 11.2 0c0 3.3-2.6 5.9-5.6 9.8z"),
    Family("writing", "Writing", Label("Écrits", "Writings"), "ecrits", "ecrits",
           "M1.6 2h12.8v3.1H1.6zM1.6 6.45h12.8v3.1H1.6zM1.6 10.9h7.6V14H1.6z"),
)  # fmt: skip
