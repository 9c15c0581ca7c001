"""The directory of the house: partners of proximity listed, added, changed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import choice, json_option, pass_app
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo, iso, say, show_json
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import PartnerKind
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.partner_contacts import HeldContact
    from ofworkflow.casework.registry.partners import Partner

_N = click.IntRange(min=1)
_FIELDS = {"nom": "name", "genre": "kind", "contact": "contact", "telephone": "phone", "courriel": "email"}


@click.command(short_help="Le carnet des partenaires : CIO, lycées, CFA, clubs de prévention.")
@click.option("--ajouter", metavar="NOM", help="Ajouter un partenaire de ce nom.")
@click.option("--modifier", metavar="N", type=_N, help="Changer le partenaire n° N.")
@click.option("--terminer", metavar="N", type=_N, help="Ne plus rien demander au partenaire n° N.")
@click.option(
    "--effacer", metavar="N", type=_N, help="Ce qui est gardé de qui répond chez le partenaire n° N."
)
@click.option("--appliquer", is_flag=True, help="Avec --effacer : l'effacer de toutes ses lignes.")
@click.option("--genre", type=choice(PartnerKind), help="Ce qu'il est.")
@click.option("--nom", metavar="NOM", help="Son nom, avec --modifier.")
@click.option("--contact", metavar="TEXTE", help="Qui demander là-bas.")
@click.option("--telephone", metavar="TEXTE", help="Son téléphone.")
@click.option("--courriel", metavar="ADRESSE", help="Son courriel.")
@click.option("--le", metavar="DATE", help="Avec --terminer, à partir de quel jour ; aujourd'hui par défaut.")
@click.option("--tous", is_flag=True, help="Aussi ceux à qui l'on ne demande plus rien.")
@json_option
@pass_app
def manage_partners(
    app: App, /, ajouter: str | None, modifier: int | None, terminer: int | None, effacer: int | None,
    appliquer: bool, le: str | None, tous: bool, as_json: bool, **card: str | None,
) -> None:  # fmt: skip
    """Tenir le carnet des partenaires de la maison.

    Un dossier garde le nom de l'organisme à qui l'on demande ; qui y répond n'est écrit qu'ici. L'ancienne
    ligne reste, avec qui l'a changée ; --effacer montre ce qu'elles gardent des personnes, et l'efface.
    """
    from ofworkflow.casework.registry import partners as use

    if sum(each is not None for each in (ajouter, modifier, terminer, effacer)) > 1:
        raise UsageError("--ajouter, --modifier, --terminer, --effacer : gardez-en un.")
    if appliquer and effacer is None:
        raise UsageError("--appliquer va avec --effacer N.")
    typed = {_FIELDS[name]: value for name, value in card.items() if value is not None}
    desk = app.desk()
    if ajouter is not None:
        if "kind" not in typed:
            raise UsageError("Dites ce qu'il est avec --genre.")
        contact, phone, email = (typed.get(name, "") for name in ("contact", "phone", "email"))
        new = use.Partner(0, PartnerKind(typed["kind"]), ajouter, contact, phone, email)
        _done(app.write(use.add_partner, new, desk=desk), "ajouté", as_json=as_json)
    elif modifier is not None:
        if not typed:
            raise UsageError("Rien à changer. Donnez --nom, --genre, --contact, --telephone ou --courriel.")
        _done(app.write(use.change_partner, modifier, typed, desk=desk), "changé", as_json=as_json)
    elif terminer is not None:
        day = read_date(le, today=app.clock.today()) if le else app.clock.today()
        _done(app.write(use.end_partner, terminer, day, desk=desk), "terminé", as_json=as_json)
    elif effacer is not None:
        _forget(app, effacer, applies=appliquer, as_json=as_json)
    elif typed or le:
        raise UsageError("Dites d'abord quoi faire : --ajouter NOM, --modifier N ou --terminer N.")
    else:
        _list(app.read(use.partners, ended=tous), as_json=as_json)


def _forget(app: App, number: int, *, applies: bool, as_json: bool) -> None:
    from ofworkflow.casework.registry.partner_contacts import forget, held_contacts

    if applies:
        erased = app.write(forget, number, desk=app.desk())
        if as_json:
            show_json({"n": number, "effacees": erased})
        else:
            echo(f"Partenaire n° {number} : {counted(erased, 'ligne effacée', 'lignes effacées')}.")
        return
    months, here = app.rules.conservation, app.clock.here
    partner, held = app.read(held_contacts, number, months=months, here=here)
    if as_json:
        show_json({**_json(partner), "gardees": list(map(_held_json, held))})
        return
    if not held:
        say(f"Le carnet ne garde personne de {partner.name}.")
        return
    rows = [
        (
            each.contact, each.phone, each.email, french_day(each.since),
            french_day(each.until) if each.until else "", french_day(each.erase_on) if each.erase_on else "",
            each.author,
        )
        for each in held
    ]  # fmt: skip
    headings = ("contact", "téléphone", "courriel", "depuis", "jusqu'au", "à effacer le", "noté par")
    show_fitted(headings, rows, optional=(6, 3), flexible=(0, 2))
    say(f"Rien n'est effacé. Pour le faire : of partenaires --effacer {number} --appliquer")


def _held_json(held: HeldContact) -> dict[str, object]:
    return {
        "contact": held.contact or None,
        "telephone": held.phone or None,
        "courriel": held.email or None,
        "depuis": held.since.isoformat(),
        "jusqu_au": iso(held.until),
        "a_effacer_le": iso(held.erase_on),
        "note_par": held.author,
    }


def _done(partner: Partner, what: str, *, as_json: bool) -> None:
    if as_json:
        show_json(_json(partner))
    else:
        echo(f"Partenaire n° {partner.number} {what} : {partner.name} ({partner.kind.label}).")


def _list(known: Sequence[Partner], *, as_json: bool) -> None:
    from ofworkflow.casework.registry.partners import ended_words

    if as_json:
        show_json({"partenaires": list(map(_json, known))})
    elif known:
        rows = [
            (p.number, p.name, p.kind.label, p.contact, p.phone, p.email, ended_words(p), p.author)
            for p in known
        ]
        headings = ("n°", "nom", "partenaire", "contact", "téléphone", "courriel", "fin", "noté par")
        show_fitted(headings, rows, optional=(7, 6, 5, 2), flexible=(1, 3))
    else:
        say("Le carnet est vide. Pour ajouter un partenaire : of partenaires --ajouter NOM --genre GENRE")


def _json(partner: Partner) -> dict[str, object]:
    return {
        "n": partner.number,
        "genre": str(partner.kind),
        "nom": partner.name,
        "contact": partner.contact or None,
        "telephone": partner.phone or None,
        "courriel": partner.email or None,
        "fin_le": iso(partner.ended_on),
        "note_par": partner.author or None,
    }
