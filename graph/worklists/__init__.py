"""« À traiter »: what somebody who animates a network has to look at, list by list, ranked by what would be lost."""
