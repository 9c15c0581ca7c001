"""What several keys of `config.toml` must hold together, each a sentence that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ofworkflow.config.settings import DepartementSettings, Settings

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # millimetres, A4
_PORTS = {"tls": 465, "starttls": 587}


def disagreements(settings: Settings) -> Iterator[str]:
    """Return what does not hold together, as what follows the name of the file."""
    for check in _CHECKS:
        yield from check(settings)


def _window_in_page(settings: Settings) -> Iterator[str]:
    c = settings.courriers
    sides = (
        ("fenetre_gauche", "fenetre_largeur", c.fenetre_gauche + c.fenetre_largeur, PAGE_WIDTH),
        ("fenetre_haut", "fenetre_hauteur", c.fenetre_haut + c.fenetre_hauteur, PAGE_HEIGHT),
    )
    for start, size, end, page in sides:
        if end > page:
            yield (
                f"« courriers.{start} » et « courriers.{size} » font sortir la fenêtre de la page "
                f"({end:g} mm, {page:g} au plus) ; mesurez-les sur votre enveloppe."
            )


def _offices_of_known_communes(settings: Settings) -> Iterator[str]:
    place = settings.territoire
    known, taken = place.commune_names(), dict[str, str]()
    for name, codes in place.office_codes():
        for code in codes:
            if known and code not in known:
                yield (
                    f"« territoire.antennes » : {name} a la commune {code}, qui n'est pas dans « "
                    "territoire.communes » ; "
                    "corrigez ce code, ou ajoutez la commune."
                )
            if code in taken:
                yield (
                    f"« territoire.antennes » : la commune {code} est à {taken[code]} et à {name} ; "
                    "gardez-la une seule fois."
                )
            taken[code] = name


def _departements(settings: Settings) -> Iterator[str]:
    for code, table in settings.departements.items():
        if table.code not in ("", code):
            yield (
                f"« departements.{code}.code » dit {table.code} ; retirez cette ligne, le code est dans le "
                "nom de la section."
            )
        for key in ("nom", "destinataire", "adresse"):
            if getattr(table, key) == getattr(DepartementSettings(), key):
                yield (
                    f"« departements.{code}.{key} » manque, ou reste celui de l'exemple ; écrivez celui "
                    "de ce département."
                )


def _silence(settings: Settings) -> Iterator[str]:
    p = settings.procedure
    if p.silence_canaux > p.silence_sollicitations:
        yield (
            f"« procedure.silence_canaux » ({p.silence_canaux}) dépasse « procedure.silence_sollicitations » "
            f"({p.silence_sollicitations}) ; il faut au moins une sollicitation par voie."
        )


def _mail(settings: Settings) -> Iterator[str]:
    r = settings.rapport
    if r.by_mail and not r.expediteur:
        yield (
            "« rapport.expediteur » est vide alors qu'un serveur et des destinataires sont donnés ; "
            "écrivez l'adresse d'où il part."
        )
    if settings.rappels.courriel == "oui" and not (r.serveur and r.expediteur):
        yield (
            "« rappels.courriel » est « oui », mais « rapport.serveur » ou « rapport.expediteur » est vide ; "
            "les rappels partent par ce serveur : remplissez-les, ou écrivez « non »."
        )
    other = next((kind for kind, port in _PORTS.items() if port == r.port), r.chiffrement)
    if r.serveur and other != r.chiffrement:
        wanted = _PORTS.get(r.chiffrement, 25)
        yield (
            f"« rapport.port » ({r.port}) est celui de « {other} », or « rapport.chiffrement » est « "
            f"{r.chiffrement} » ; "
            f"écrivez le port {wanted}, ou « {other} »."
        )


def _folders(settings: Settings) -> Iterator[str]:
    c, r = settings.courriers, settings.rapport
    folders = {"courriers.dossier": c.dossier, "courriers.modeles": c.modeles, "rapport.fichier": r.fichier}
    owners: dict[str, str] = {}
    for key, folder in folders.items():
        if folder and (other := owners.setdefault(str(settings.path(folder).resolve()), key)) != key:
            yield f"« {key} » et « {other} » sont le même dossier ; donnez à chacun le sien."


_CHECKS: tuple[Callable[[Settings], Iterator[str]], ...] = (
    _departements,
    _window_in_page,
    _offices_of_known_communes,
    _silence,
    _mail,
    _folders,
)
