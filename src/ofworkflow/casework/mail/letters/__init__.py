"""From a dossier to the context of each letter: one module a letter, named as its template."""
