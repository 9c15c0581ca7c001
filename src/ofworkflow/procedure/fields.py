"""What is kept of a minor and of a representative: each field once, with its column, its cleaner, its
comparison, its option.

Rows, the import's columns and checks, the options of `of ouvrir` and `of modifier`, and the lines of the
sheet come from here. A new field is its attribute (`procedure.persons`), its line here, its column
(`storage.models`) and a migration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date

from ofworkflow import countries
from ofworkflow.errors import UsageError
from ofworkflow.procedure import cleaning
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, Quality, Word
from ofworkflow.records import dataclass
from ofworkflow.text import fold

Value = str | date | bool | None
"""What a field holds."""

Card = Mapping[str, Value]
"""What is known of a person, by the names of the columns."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a list and the base may both say, and differ in: how it is told, what is compared.

    `renews`: the columns that a newer list replaces together, where nobody verified them; none: who somebody
    is, which a person decides.
    """

    label: str
    of: Callable[[Jeune], Hashable]
    renews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonField:
    """One thing kept of a person."""

    name: str  # the column, and the attribute
    label: str  # as people read it
    clean: Callable[[str], Value] = cleaning.keep  # what a list holds → what is kept, or `FaultError`
    empty: Value = ""  # what is not said
    line: str = ""  # the attribute of the address, for what is part of one
    words: type[Word] | None = None  # a word of this list
    choices: tuple[str, ...] = ()  # or one of these
    # lists
    heading: str = ""  # the column of the State's lists; empty: no list gives it
    list_name: str = ""  # what a mapping calls it, where it is not its name
    about: str = ""  # what docs/importer.md says of it
    needed: str = ""  # « Le nom »: without this column no row could be sound
    telling: Telling | None = None
    # the keyboard
    option: str = ""  # its option, where it is not its name; never the same word twice for one person
    hint: str = ""  # what the help of the option says
    typed: Callable[[str], Value] | None = None  # what is typed, where it is not read as a list is
    instead: str = ""  # what to do, where it is not corrected
    follows: str = ""  # the field whose option says it too
    ahead: bool = False  # a day that may be to come
    # the figures
    broken_down_by: bool = False

    @property
    def mapped(self) -> str:
        """Return the name of the field in a mapping of columns."""
        return self.list_name or self.name

    @property
    def asked(self) -> str:
        """Return the name of its option, without the dashes."""
        return self.option or self.name.replace("_", "-")

    @property
    def is_day(self) -> bool:
        """Tell whether it is a day."""
        return self.clean in (cleaning.clean_date, cleaning.clean_optional_date)

    @property
    def told(self) -> str:
        """Return its label as a sentence."""
        return f"{self.label[0].upper()}{self.label[1:]}."

    def of(self, person: Jeune | RepresentantLegal) -> Value:
        """Return what is known of a person."""
        value: Value = getattr(person.adresse, self.line) if self.line else getattr(person, self.name)
        return value

    def read(self, text: str) -> Value:
        """Return what was typed; raise `UsageError` when it is not understood."""
        try:
            return (self.typed or self.clean)(text)
        except cleaning.FaultError as error:
            raise UsageError(f"--{self.asked} : {error}") from None

    def understood(self, text: str) -> Value:
        """Return what was typed, a word of a list by its slug or its label, and nothing that is not one;
        raise `FaultError`."""
        known = [(str(w), w.label) for w in self.words] if self.words else [(c, c) for c in self.choices]
        if text and known:
            word = next((slug for slug, label in known if fold(text) in (fold(slug), fold(label))), "")
            if not word:
                raise cleaning.FaultError(f"Choisissez parmi : {', '.join(slug for slug, _ in known)}.")
            text = word
        return (self.typed or self.clean)(text)

    def say(self, value: Value) -> str:
        """Return a value as people read it."""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, date):
            return french_day(value)
        return self.words.say(str(value)) if self.words and value else str(value or "")

    def typed_as(self, value: Value) -> str:
        """Return a value as it is typed after its option."""
        if isinstance(value, bool):
            return "oui" if value else "non"
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


_YES_OR_NO = ("oui", "non")
_FREE_PHONE = cleaning.clean_any_phone


def _address(*, more: str = "", town: str = "", telling: Telling | None = None) -> tuple[PersonField, ...]:
    """Return the fields of an address; `more` and `town` are the columns of a list for its second line and
    its town."""
    return (
        PersonField("adresse1", "adresse", line="ligne1", heading="ADRESSE1", option="adresse", telling=telling),
        PersonField(
            "adresse2", "complément d'adresse", line="ligne2", heading=more, option="complement",
            hint="Bâtiment, étage, chez qui.",
        ),
        PersonField(
            "code_postal", "code postal", cleaning.clean_postcode, line="code_postal", heading="CODE_POSTAL",
            needed="Le code postal", about="cinq chiffres ; libre à l'étranger", option="cp", hint="Le code postal.",
            typed=cleaning.keep,
        ),
        PersonField(
            "ville", "ville", line="ville", heading=town, needed="La commune" if town else "",
            hint="À l'étranger, la ligne de la ville telle qu'on l'écrit là-bas.",
        ),
        PersonField(
            "pays", "pays", cleaning.clean_country, line="pays", heading="PAYS", typed=countries.read,
            about="le pays de l'adresse, en français ; vide : la France",
            hint="Le pays de l'adresse, en français ; vide pour la France.",
        ),
    )  # fmt: skip


ADDRESS = ("adresse1", "adresse2", "code_postal", "ville", "pays")
"""The columns of an address, which is filled or replaced as a whole."""

_SCHOOL = ("uai", "etablissement", "classe", "entree_le", "motif_sortie")


def digits_of(phone: str) -> str:
    """Return what tells a phone number from another, however it is written."""
    return re.sub(r"\D", "", phone)[-9:]  # « 06 39 98 01 01 » and « +33 6 39 98 01 01 » are one number


def _where(minor: Jeune) -> str:
    a = minor.adresse
    return fold(a.ligne1, a.ligne2, a.code_postal, a.pays)


_BORN = (
    "La date de naissance se corrige par un acte, sur la pièce vue : l'âge, la majorité et les échéances en "
    "sont comptés. "
    "Tapez : of naissance REF --date DATE --preuve PIÈCE, ou of fiche REF --naissance DATE --preuve PIÈCE."
)

MINOR: tuple[PersonField, ...] = (
    PersonField(
        "ine", "INE", cleaning.clean_ine, heading="INE", about="neuf chiffres et deux lettres, ou dix chiffres et une lettre",
        telling=Telling("un autre INE", lambda j: j.ine),
    ),
    PersonField(
        "nom", "nom", cleaning.clean_name, heading="NOM", needed="Le nom", about="gardé tel qu'il est écrit",
        telling=Telling("un autre nom", lambda j: fold(j.nom, j.prenom)),
    ),
    PersonField("nom_usage", "nom d'usage", heading="NOM_USAGE"),
    PersonField(
        "prenom", "prénom", cleaning.clean_name, heading="PRENOM", needed="Le prénom", about="gardé tel qu'il est écrit",
    ),
    PersonField("prenom2", "second prénom", heading="PRENOM2"),
    PersonField(
        "naissance", "naissance", cleaning.clean_date, None, heading="DATE_NAISSANCE", needed="La date de naissance",
        about="19/03/2010 ou 2010-03-19, entre le 16ᵉ anniversaire et la veille du 18ᵉ", instead=_BORN,
        telling=Telling("une autre date de naissance", lambda j: j.naissance),
    ),
    PersonField("lieu_naissance", "lieu de naissance", heading="LIEU_NAISSANCE"),
    PersonField(
        "sexe", "sexe", cleaning.clean_sex, choices=("F", "M"), heading="SEXE", needed="Le sexe", about="F ou M",
        telling=Telling("un autre sexe", lambda j: j.sexe), broken_down_by=True,
    ),
    *_address(more="ADRESSE2", telling=Telling("une autre adresse", _where, ADDRESS)),
    PersonField(
        "commune", "commune", heading="COMMUNE", needed="La commune", hint="La commune où habite le jeune ; hors du territoire, avec son code : « 62041 Arras ».",
        about="une commune du territoire (`[territoire]` de `config.toml`), enregistrée sous son nom à elle",
        telling=Telling("une autre commune", lambda j: fold(j.commune), ("commune", "commune_insee")), broken_down_by=True,
    ),
    PersonField(
        "commune_insee", "code de la commune", heading="CODE_INSEE", about="s'il est donné, c'est lui qui décide de la commune",
        follows="commune",
    ),
    PersonField(
        "tel_fixe", "téléphone fixe", cleaning.clean_phone, heading="TEL_FIXE", typed=_FREE_PHONE,
        about="dix chiffres ; +33, +262, +590, +594, +596 sont compris ; enregistré « 03 53 01 03 66 »",
        telling=Telling("un autre téléphone fixe", lambda j: digits_of(j.tel_fixe), ("tel_fixe",)),
    ),
    PersonField(
        "tel_portable", "téléphone portable", cleaning.clean_phone, heading="TEL_PORTABLE", typed=_FREE_PHONE,
        about="de même ; enregistré « 06 39 98 01 01 »", option="telephone",
        telling=Telling("un autre portable", lambda j: digits_of(j.tel_portable), ("tel_portable",)),
    ),
    PersonField(
        "courriel", "courriel", cleaning.clean_email, heading="MEL",
        telling=Telling("un autre courriel", lambda j: j.courriel.casefold(), ("courriel",)),
    ),
    PersonField(
        "uai", "UAI", heading="UAI", hint="Le code de son dernier établissement.",
        telling=Telling("un autre établissement", lambda j: j.uai.casefold(), _SCHOOL),
    ),
    PersonField(
        "etablissement", "dernier établissement", heading="ETABLISSEMENT", broken_down_by=True,
    ),
    PersonField("classe", "classe", heading="CLASSE"),
    PersonField(
        "entree_le", "entrée le", cleaning.clean_optional_date, None, heading="DATE_ENTREE", list_name="entree",
        hint="Le jour où il ou elle y est entré(e).",
    ),
    PersonField(
        "sortie_le", "sortie le", cleaning.clean_optional_date, None, heading="DATE_SORTIE", list_name="sortie",
        hint="Le jour où il ou elle en est sorti(e).", telling=Telling("une autre date de sortie", lambda j: j.sortie_le),
    ),
    PersonField("motif_sortie", "motif de sortie", heading="MOTIF_SORTIE"),
    PersonField(
        "niveau", "niveau de qualification", cleaning.clean_level, choices=("aucun", "cap_bep", "bac", "superieur"),
        heading="DIPLOME", list_name="diplome", broken_down_by=True,
        about="aucun (AUCUN, DNB), CAP ou BEP, bac, supérieur ; un autre mot reste « inconnu »",
    ),
    PersonField(
        "qpv", "quartier prioritaire (QPV)", cleaning.clean_yes_no, None, choices=_YES_OR_NO, heading="QPV",
        about="O ou N ; vide : inconnu", broken_down_by=True,
    ),
    PersonField(
        "emancipe_le", "émancipé(e) le", cleaning.clean_optional_date, None, ahead=True,
        hint="Le jour de l'émancipation : les courriers ne vont plus qu'au jeune.",
    ),
)  # fmt: skip

REPRESENTATIVE: tuple[PersonField, ...] = (
    PersonField(
        "qualite", "qualité", cleaning.clean_quality, Quality.AUTRE, words=Quality, heading="LIEN", list_name="lien",
        about="MERE, PERE, TUTEUR, ASE, TIERS ; un autre mot devient « représentant légal »",
    ),
    PersonField(
        "autorite", "autorité", cleaning.clean_authority, empty=Authority.TITULAIRE, words=Authority, heading="AUTORITE",
        about="titulaire, exclusive, delegation, tutelle, confie, copie, retiree ou decede ; vide : selon le lien",
        hint="À quel titre on lui écrit, ou non.",
    ),
    PersonField("nom", "nom", cleaning.clean_name, heading="NOM", needed="Le nom du représentant légal"),
    PersonField("prenom", "prénom", heading="PRENOM"),
    *_address(town="COMMUNE"),
    PersonField(
        "telephone", "téléphone", _FREE_PHONE, heading="TEL", about="comme ceux du jeune, ou d'un autre pays : +355 69…",
    ),
    PersonField("courriel", "courriel", cleaning.clean_email, heading="MEL"),
    PersonField(
        "confidentielle", "adresse confidentielle", cleaning.clean_yes_no, False, choices=_YES_OR_NO,
        hint="Son adresse ne se donne à personne.",
    ),
    PersonField(
        "heberge", "héberge le jeune", cleaning.clean_yes_no, False, choices=_YES_OR_NO, hint="Le jeune habite chez lui ou elle.",
    ),
    PersonField(
        "depuis_le", "autorité depuis le", cleaning.clean_optional_date, None, ahead=True,
        hint="Depuis quand ce titre vaut ; avant, un parent est titulaire, un autre n'est rien.",
    ),
    PersonField(
        "jusqu_au", "autorité jusqu'au", cleaning.clean_optional_date, None, ahead=True,
        hint="Jusqu'à quand ce titre vaut ; après, un parent est titulaire, un autre n'est rien.",
    ),
    PersonField(
        "a_part_jusqu_au", "à recevoir à part jusqu'au", cleaning.clean_optional_date, None, ahead=True,
        hint="Jusqu'à quand il ou elle ne doit pas rencontrer l'autre parent (ordonnance de protection).",
    ),
)  # fmt: skip

REPORTED: tuple[PersonField, ...] = (
    PersonField(
        "emploi",
        "en emploi",
        cleaning.clean_job,
        None,
        choices=_YES_OR_NO,
        heading="EMPLOI",
        about="O ou N, ou les mots (sans emploi, CDD…) ; en emploi, les trois mois de L. 313-8 ne courent pas",
    ),
)
"""What a list says of the report itself: it opens the dossier, and is on nobody's card."""

BROKEN_DOWN_BY: tuple[str, ...] = tuple(f.name for f in MINOR if f.broken_down_by)
"""What is kept of a minor that figures are broken down by: the columns."""

RANKS = (1, 2)
"""The representatives that a list may name."""


def correctable(fields: Sequence[PersonField]) -> tuple[PersonField, ...]:
    """Return what `of modifier` corrects."""
    return tuple(f for f in fields if not f.instead)


def minor_of(card: Card) -> Jeune:
    """Return the minor whose card this is, by the names of the columns; what is missing is not said."""
    return Jeune(**_attributes(_OF_MINOR, card))  # type: ignore[arg-type]  # each attribute has its field (a test holds it)


def representative_of(card: Card) -> RepresentantLegal:
    """Return the representative whose card this is."""
    if not card.get("autorite"):
        card = {**card, "autorite": str(usual_ground(Quality(str(card.get("qualite") or Quality.AUTRE))))}
    return RepresentantLegal(**_attributes(_OF_REPRESENTATIVE, card))  # type: ignore[arg-type]  # idem


def usual_ground(quality: Quality) -> Authority:
    """Return the ground of whoever is named without one: a third party and the ASE are told, no more, until a
    judgment is seen."""
    return _USUAL_GROUNDS.get(quality, Authority.TITULAIRE)


_USUAL_GROUNDS: Mapping[Quality, Authority] = {Quality.ASE: Authority.COPIE, Quality.TIERS: Authority.CONFIE}


def card_of(fields: Sequence[PersonField], person: Jeune | RepresentantLegal) -> dict[str, Value]:
    """Return what is known of a person, by the names of the columns."""
    return {f.name: f.of(person) for f in fields}


def lines_of(
    fields: Sequence[PersonField], person: Jeune | RepresentantLegal
) -> Iterator[tuple[PersonField, str]]:
    """Return what is known of a person, each field with its words, what is not said left out."""
    for f in fields:
        if (value := f.of(person)) not in ("", None):
            yield f, f.say(value)


def differences(one: Jeune, other: Jeune) -> tuple[Telling, ...]:
    """Return in what two cards differ, where both say something."""
    if one == other:  # a list names most of them again as they are known
        return ()
    return tuple(t for t in _TELLINGS if (mine := t.of(one)) and (theirs := t.of(other)) and mine != theirs)


def _attributes(shape: _Shape, card: Card) -> dict[str, Value | Adresse]:
    fields, lines = shape
    own: dict[str, Value | Adresse] = {}
    for name, empty, words in fields:
        value = card.get(name)
        if value is None:
            own[name] = empty
        else:
            own[name] = value if words is None or value.__class__ is words else words(str(value))
    own["adresse"] = Adresse(**{line: str(card.get(name) or "") for name, line in lines})
    return own


def _shape_of(fields: Sequence[PersonField]) -> _Shape:
    return (
        tuple((f.name, f.empty, f.words) for f in fields if not f.line),
        tuple((f.name, f.line) for f in fields if f.line),
    )


_Shape = tuple[tuple[tuple[str, Value, type[Word] | None], ...], tuple[tuple[str, str], ...]]
_OF_MINOR, _OF_REPRESENTATIVE = _shape_of(MINOR), _shape_of(REPRESENTATIVE)


_TELLINGS = tuple(f.telling for f in MINOR if f.telling)
