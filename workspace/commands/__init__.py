"""Commands of the `maillage` program that belong to no feature."""
