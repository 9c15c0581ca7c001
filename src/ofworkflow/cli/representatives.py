"""A representative, as he or she is typed on one line."""

from __future__ import annotations

from ofworkflow import countries
from ofworkflow.errors import UsageError
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import Quality
from ofworkflow.text import fold


def read_representative(text: str) -> RepresentantLegal:
    """Return the representative that « NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS » describes; raise
    `UsageError`."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in (6, 7) or not parts[0]:
        raise UsageError(
            f'Le représentant « {text} » n\'est pas compris. Écrivez "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE", '
            'et à l\'étranger "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS".'
        )
    nom, prenom, quality, line, postcode, town, country = (*parts, "")[:7]
    slug = fold(quality)
    if slug not in set(Quality):
        raise UsageError(
            f"La qualité « {quality} » n'est pas connue. Choisissez parmi : {', '.join(Quality)}."
        )
    return RepresentantLegal(
        Quality(slug), nom, prenom, Adresse(line, "", postcode, town, countries.read(country))
    )
