"""One act on one dossier, and an act typed twice."""
