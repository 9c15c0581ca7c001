"""What a heading means: « nom_apprenant * », « Date de\\nNaissance », « Tél. resp. », « CP Ville ».

A heading says whose it is (the minor, a representative, the school) and what (a name, a day, a phone); the
words that carry neither are left out. What is written here is a table of words; a new one is a line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from ofworkflow.intake.bounds import MOST_OF_A_FIELD
from ofworkflow.intake.fields_of_lists import FIELDS_OF_LISTS, STATE_COLUMNS
from ofworkflow.records import dataclass
from ofworkflow.text import fold, similarity

Words = frozenset[str]

TWO_IN_ONE: Mapping[str, tuple[str, ...]] = {
    "nom_prenom": ("nom", "prenom"),
    "prenom_nom": ("nom", "prenom"),
    "cp_ville": ("code_postal", "commune"),
    "telephones": ("tel_portable", "tel_fixe"),
    "adresse_complete": ("adresse1", "code_postal", "commune"),
    **{
        f"rl{rank}_{kind}": tuple(f"rl{rank}_{part}" for part in parts)
        for rank in (1, 2)
        for kind, parts in {
            "identite": ("lien", "nom", "prenom", "telephone", "courriel"),
            "cp_ville": ("code_postal", "ville"),
            "adresse_complete": ("adresse1", "code_postal", "ville"),
        }.items()
    },
    "representants": tuple(
        f"rl{rank}_{part}" for rank in (1, 2) for part in ("lien", "nom", "prenom", "telephone", "courriel")
    ),
}
"""Columns that hold several fields, and which: they are taken apart (`intake.taking_apart`)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field of the list, or several in one (`TWO_IN_ONE`); `certain` when the heading says exactly that;
    `link` is that of the representative whom it names, « Tél. mère »."""

    field: str
    certain: bool = True
    link: str = ""


_MINORS = (
    "apprenant apprenante jeune jeunes eleve eleves beneficiaire usager usagere mineur mineure personne "
    "contact etudiant etudiante adolescent adolescente enfant candidat candidate stagiaire apprenti "
    "apprentie alternant alternante decrocheur student pupil"
)
_OTHERS = {
    "rl": "responsable responsables resp representant representants parent parents legal legaux rl tuteur "
    "tutrice famille legale rep",
    "rl mere": "mere maman",
    "rl pere": "pere papa",
    "ecole": "etab etablissement lycee college cfa ecole scolaire formateur uai rne",
    "referent": "referent referents conseiller conseillere prescripteur accompagnateur interlocuteur cpe "
    "entreprise employeur maitre",
}
_EMPTY = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "et",
        "en",
        "a",
        "au",
        "aux",
        "numero",
        "num",
        "n",
        "no",
        "est",
        "s",
        "il",
        "elle",
        "h",
        "code-barre",
        "quelle",
        "quel",
        "sa",
        "son",
        "votre",
        "vos",
        "dans",
        "t",
        "principal",
        "principale",
    ]
)
_VAGUE_WORDS = (
    "actuel actuelle connu connue dernier derniere exact exacte coordonnees renseignements informations "
    "infos personnel personnelle perso obligatoire habite residence domicile habitation"
)
_VAGUE = frozenset(_VAGUE_WORDS.split())
"""What may stand beside what a heading means, and says nothing more of it."""
_SHORT = {
    "naiss": "naissance", "nais": "naissance", "naissce": "naissance", "adr": "adresse", "pren": "prenom",
    "mob": "mobile", "dte": "date", "coord": "coordonnees", "tph": "telephone",
}  # fmt: skip
_MOBILE = frozenset({"portable", "portables", "mobile", "gsm"})
_PHONE = _MOBILE | {"tel", "tels", "telephone", "telephones", "phone", "fixe"}
_AROUND = frozenset({"perso", "personnel", "personnelle", "pro", "contact"})
_OF_A_PHONE = _PHONE | _AROUND | {"domicile", "travail", "professionnel", "pers", "num", "bureau"}
_MAIL = frozenset({"mel", "mail", "mails", "email", "emails", "courriel", "courriels"})
_OF_A_MAIL = _MAIL | _AROUND | {"adresse", "adresses", "e", "electronique"}
_OF_NO_MEANING_FOR_A_SCHOOL = frozenset(
    ["dernier", "derniere", "frequente", "frequentee", "origine", "precedent", "actuel", "accueil"]
)
_SUBJECT = {word: subject for subject, words in _OTHERS.items() for word in words.split()}
_MINOR = frozenset(_MINORS.split())

_MEANT: tuple[tuple[str, str], ...] = (
    ("ine", "ine|national eleve|identifiant national|ine national|code ine"),
    ("nom", "nom|nom famille|nom naissance|nom patronymique|patronyme|noms|nom jeune fille|nom legal"
            "|last name|lastname|surname|family name"),
    ("nom_usage", "nom usage|nom usuel|nom marital|nom epouse"),
    ("prenom", "prenom|prenoms|prenom 1|prenom usuel|premier prenom|first name|firstname|given name"),
    ("prenom2", "prenom 2|prenom2|deuxieme prenom|second prenom|autres prenoms|2eme prenom"),
    ("nom_prenom", "nom prenom|nom prenoms|identite|nom complet|noms prenoms|nom famille prenom|full name"),
    ("naissance", "date naissance|naissance|ne e|nee|ne|ddn|dn|dt naissance|dob"
                  "|jour naissance|birth date|birthdate|date of birth|date birth|date naissance aaaammjj"),
    ("lieu_naissance", "lieu naissance|commune naissance|ville naissance"),
    ("sexe", "sexe|code sexe|sexe code|genre|gender|sex|civilite|f g|g f|f m|m f|h f|f h|civ|titre"
             "|fille garcon|m mme"),
    ("adresse1", "adresse|adresse 1|adresse1|adresse postale|rue|voie|adresse domicile|adresse ligne 1"
                 "|adresse residence|libelle voie|domicile|address|street|adresse rue|adresse voie"),
    ("adresse2", "complement|complement adresse|adresse 2|adresse2|batiment|adresse ligne 2"
                 "|adresse complement|compl adresse"),
    ("code_postal", "code postal|cp|zip|zip code|zipcode|postal code|postcode|code postal residence"
                    "|codepostal|c p|code post"),
    ("commune", "commune|ville|ville residence|commune residence|localite|nom commune|libelle commune|city"
                "|town"),
    ("cp_ville", "cp ville|code postal ville|cp commune|code postal commune|ville cp|ville code postal"
                 "|commune code postal"),
    ("adresse_complete", "adresse complete|adresse cp ville|adresse code postal ville|ou habite"
                         "|lieu residence|lieu habitation|lieu vie"),
    ("pays", "pays|pays residence"),
    ("commune_insee", "code insee|insee|code commune|commune insee|code insee commune|code commune insee"),
    ("tel_fixe", "tel fixe|telephone fixe|fixe|tel domicile|telephone domicile|telephone 2|tel 2"),
    ("tel_portable", "tel portable|telephone portable|portable|mobile|tel mobile|telephone mobile|gsm"
                     "|telephone 1|tel 1"),
    ("telephones", "tel pers|tel perso|tel personnel|telephone personnel|telephone|tel|telephones|tels|phone"
                   "|coordonnees telephoniques"),
    ("courriel", "mel|mail|email|e mail|courriel|adresse mail|adresses mails|adresse courriel|adresse email"
                 "|mails|adresse electronique|adresse mel|courriels|email 1|mail 1|adresse e mail"),
    ("classe", "classe|formation|derniere classe|derniere formation|intitule formation|libelle formation"
               "|libelle court formation|mef|division|niveau classe|dernier niveau"),
    ("entree", "date entree|entree|date debut scolarite|contrat date debut"),
    ("sortie", "date sortie|sortie|date depart|date fin scolarite|date decrochage|date abandon"
               "|date demission|sorti|date rupture contrat|date rupture"),
    ("motif_sortie", "motif sortie|motif|motif depart|cause sortie|raison sortie|motif abandon"
                     "|cause rupture contrat|cause rupture|motif rupture"),
    ("diplome", "diplome|niveau diplome|niveau qualification|diplomes|niveau formation|plus haut diplome"),
    ("emploi", "emploi|situation emploi|emploi occupe|travaille|salarie|occupe emploi"),
    ("rl1_lien", "lien|lien parente|parente|lien familial|lien avec"),
    ("qpv", "qpv|quartier prioritaire|quartier prioritaire ville"),
)  # fmt: skip
_OF_SCHOOL = (
    ("uai", "|code|rne uai"),
    ("etablissement", "|nom|libelle"),
)
_SCHOOL_ITSELF = {"uai": "uai", "rne": "uai"}
_OF_REPRESENTATIVE = (
    ("lien", "lien|lien parente|qualite|parente|civilite|lien jeune|type"),
    ("identite", "|nom prenom|identite|nom complet|prenom nom|name|full name"),
    ("nom", "nom|nom famille|nom usage|last name|surname"),
    ("prenom", "prenom|prenoms|first name"),
    ("adresse1", "adresse|adresse 1|adresse1|adresse postale|rue|voie"),
    ("adresse2", "complement|complement adresse|adresse 2|adresse2"),
    ("code_postal", "code postal|cp"),
    ("ville", "commune|ville|localite"),
    ("cp_ville", "cp ville|code postal ville|cp commune|code postal commune"),
    ("adresse_complete", "adresse complete"),
    ("pays", "pays"),
    ("telephone", "tel|telephone"),
    ("courriel", "mel|mail|email|courriel"),
)  # fmt: skip


def _table(meant: tuple[tuple[str, str], ...]) -> dict[Words, str]:
    return {frozenset(saying.split()): name for name, sayings in meant for saying in sayings.split("|")}


_BY_WORDS = _table(_MEANT)
_BY_SCHOOL = _table(_OF_SCHOOL)
_BY_REPRESENTATIVE = _table(_OF_REPRESENTATIVE)
_EXACT = {fold(column).replace(" ", ""): name for name, column in STATE_COLUMNS.items()} | {
    name.replace("_", ""): name for name in FIELDS_OF_LISTS
}
_OF_A_SEX = r"(?:filles?|gar[cç]ons?|f[eé]minin|masculin|femme|homme|[fghm])"
_FORMAT = re.compile(
    r"\([^)]*\)|\[[^]]*\]"  # « (jj/mm/aaaa) », « (O/N) »
    rf"|\b[12]\s*[=:]\s*{_OF_A_SEX}\b|\b{_OF_A_SEX}\s*[=:]\s*[12]\b",  # « 1 : fille », « garçon = 2 »
    re.IGNORECASE,
)
_LIKENESS = 86  # of a hundred: « date de naisance », « téléphonne »
_SHORTEST = 5


@lru_cache(maxsize=1024)
def meaning_of(heading: str, group: str = "") -> Meaning | None:
    """Return what a heading means, below the heading of its group of columns (« Représentant 1 »), if any."""
    if len(heading) > MOST_OF_A_FIELD:
        return None
    above = _words(group[:MOST_OF_A_FIELD])
    if _Subject.of(above).kind == "rl":
        return _read(above + _words(heading)) or _alike(above + _words(heading))
    if exact := _EXACT.get(key_of(heading)):
        return Meaning(exact)
    bare = _words(_FORMAT.sub(" ", heading))
    return _read(_words(heading)) or _read(bare) or (_alike(bare) if bare else None)


def of_whom(meaning: Meaning, heading: str, before: Meaning | None, plain: Collection[str]) -> Meaning:
    """Return a phone or a mail as that of the representative whose column is just before: « Tél 1 » after
    « Resp 1 », « Tél » after a parent of whom no column says it (`plain`: what the headings mean alone)."""
    kind = {
        "tel_portable": "telephone",
        "tel_fixe": "telephone",
        "telephones": "telephone",
        "courriel": "courriel",
    }
    rank = before.field[2] if before and before.field.startswith("rl") else ""
    if not rank or meaning.field not in kind or not _MINOR.isdisjoint(_words(heading)):
        return meaning
    number = re.search(r"\b[12]\b", heading)
    theirs = f"rl{rank}_{kind[meaning.field]}"
    if theirs not in plain and (not number or number[0] == rank):
        return Meaning(theirs, meaning.certain, before.link if before else "")
    return meaning


def is_of_a_representative(group: str) -> bool:
    """Tell whether the heading of a group says that its columns are of a representative."""
    return bool(group) and _Subject.of(_words(group[:MOST_OF_A_FIELD])).kind == "rl"


def is_of_a_minor(heading: str) -> bool:
    """Tell whether a heading says that the column is of the minor, and nothing else: « Élève », « Le
    jeune »."""
    words = [word for word in _words(heading) if word not in _EMPTY]
    return bool(words) and all(word in _MINOR for word in words)


def says_mobile(heading: str) -> bool:
    """Tell whether a heading says a phone that one has on oneself: a message reaches it."""
    return not _MOBILE.isdisjoint(_words(heading))


def key_of(heading: str) -> str:
    """Return a heading as it is compared: without case, accents, spaces nor signs."""
    return fold(heading).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _Subject:
    kind: str  # "" for the minor, else rl, ecole, referent
    rank: int
    link: str
    rest: Words

    @classmethod
    def of(cls, words: list[str]) -> _Subject:
        kind = link = ""
        rank = 0
        rest: list[str] = []
        for word in words:
            subject = _SUBJECT.get(word, "")
            if subject:
                kind, _, kin = (subject if not kind or subject.startswith("rl") else kind).partition(" ")
                link = kin or link
            elif word in _MINOR or word in _EMPTY:
                continue
            else:
                rest.append(word)
        if kind == "rl":
            numbers = [word for word in rest if word in {"1", "2"}]
            rest = [word for word in rest if word not in {"1", "2"}]
            rank = int(numbers[0]) if numbers else 2 if link == "pere" else 1
        return cls(kind, rank, link, frozenset(rest))


def _read(words: list[str]) -> Meaning | None:
    whole = frozenset(words) - _EMPTY - _MINOR
    if of_minor := _BY_WORDS.get(whole) or _BY_WORDS.get(whole - _VAGUE) or _of_an_address(whole):
        return Meaning("prenom_nom" if of_minor == "nom_prenom" and _first_name_first(words) else of_minor)
    subject = _Subject.of(words)
    if subject.kind == "rl":
        if (
            not subject.rest
            and not subject.link
            and len(words) > 1
            and words[-1] in {"parents", "responsables", "representants", "legaux"}
        ):
            return Meaning("representants")
        name = _of_representative(subject.rest)
        return Meaning(f"rl{subject.rank}_{name}", link=subject.link) if name else None
    if not subject.kind and (reached := _reached_by(whole)):
        return Meaning("telephones" if reached == "telephone" else reached)
    if subject.kind == "ecole":
        if own := next((_SCHOOL_ITSELF[word] for word in words if word in _SCHOOL_ITSELF), ""):
            return Meaning(own)
        of_school = _BY_SCHOOL.get(subject.rest - _OF_NO_MEANING_FOR_A_SCHOOL)
        return Meaning(of_school) if of_school else None
    return None


def _of_representative(words: Words) -> str:
    bare = words - _VAGUE - {"adresse"}
    known = _BY_REPRESENTATIVE.get(words) or (_BY_REPRESENTATIVE.get(bare) if bare else None)
    return known or _reached_by(words)


def _reached_by(words: Words) -> str:
    """Return whether words say a phone or an address of mail, however: « tél. portable perso »."""
    if words & _PHONE and words <= _OF_A_PHONE:
        return "telephone"
    return "courriel" if words & _MAIL and words <= _OF_A_MAIL else ""


def _of_an_address(words: Words) -> str:
    """Return which part of an address words say, « Adresse : code postal », « Adresse / ville »."""
    part = _BY_WORDS.get(words - {"adresse"} - _VAGUE, "") if "adresse" in words else ""
    return part if part in ("code_postal", "commune", "pays", "cp_ville", "adresse2") else ""


def _first_name_first(words: list[str]) -> bool:
    places = {word: at for at, word in enumerate(words)}
    return min(places.get("prenom", 99), places.get("prenoms", 99)) < min(
        places.get("nom", 99), places.get("noms", 99)
    )


def _alike(words: list[str]) -> Meaning | None:
    """Return what a heading resembles, never with certainty."""
    subject = _Subject.of(words)
    wording = " ".join(sorted(subject.rest))
    if subject.kind in {"ecole", "referent"} or len(wording) < _SHORTEST:
        return None
    table = _BY_REPRESENTATIVE if subject.kind == "rl" else _BY_WORDS
    scores = {known: similarity(wording, " ".join(sorted(known))) for known in table}
    best = max(scores, key=scores.__getitem__)
    if scores[best] < _LIKENESS:
        return None
    name = table[best]
    return Meaning(f"rl{subject.rank}_{name}" if subject.kind == "rl" else name, certain=False)


def _words(heading: str) -> list[str]:
    """Return the words of a heading, « mail1 » and « RL1 » taken apart."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading.replace("_", " ").replace("°", " "))
    return [_SHORT.get(word, word) for word in re.findall(r"[^\W\d_]+|\d+", fold(spaced))]
