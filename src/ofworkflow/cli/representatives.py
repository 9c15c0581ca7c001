"""A representative, as he or she is typed on one line."""

from __future__ import annotations

from ofworkflow import countries
from ofworkflow.errors import UsageError
from ofworkflow.procedure.fields import usual_ground
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, Quality
from ofworkflow.text import fold


def read_representative(text: str) -> RepresentantLegal:
    """Return the representative that « NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS » describes; « ase:tutelle »
    says the ground too. Raise `UsageError`."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in (6, 7) or not parts[0]:
        raise UsageError(
            f'Le représentant « {text} » n\'est pas compris. Écrivez "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE", '
            'et à l\'étranger "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS".'
        )
    nom, prenom, typed, line, postcode, town, country = (*parts, "")[:7]
    quality, _, ground = typed.partition(":")
    slug, authority = fold(quality), fold(ground)
    if authority and authority not in set(Authority):
        raise UsageError(
            f"L'autorité « {ground} » n'est pas connue. Choisissez parmi : {', '.join(Authority)}."
        )
    if slug not in set(Quality):
        raise UsageError(
            f"La qualité « {quality} » n'est pas connue. Choisissez parmi : {', '.join(Quality)}."
        )
    address = Adresse(line, "", postcode, town, countries.read(country))
    whose = Authority(authority) if authority else usual_ground(Quality(slug))
    return RepresentantLegal(Quality(slug), nom, prenom, address, autorite=whose)
