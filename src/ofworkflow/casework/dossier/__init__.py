"""A dossier in hand: read from its journal, held, its persons, what is written of it."""
