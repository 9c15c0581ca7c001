"""The communes of France as people and programs write them: codes, names, postcodes, old names,
abbreviations.

The official list is `resources/communes.tsv.xz` (written by `tools.communes`, which says from what).
It is opened only where a commune has to be recognised: a tenth of a second.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files

from ofworkflow.records import dataclass
from ofworkflow.text import fold, similarity

_WORDS = {"st": "saint", "ste": "sainte", "s": "sur", "ss": "sous", "lez": "les"}
_ORDINAL = re.compile(
    r"\b(\d{1,2}) ?(?:e|er|eme|ieme|arr|arrondissement|e arrondissement|eme arrondissement)?\Z"
)
_CEDEX = re.compile(r"\bcedex(?: \d{1,2})?\b")
_LIKENESS = 88  # of a hundred: « Perenchie », « Lamberssart »
_SHORTEST = 5  # letters below which a slip is another name


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the official list; `partie_de` is the code of the one that a former commune belongs to."""

    code: str
    nom: str
    cle: str  # the name as it is compared
    codes_postaux: tuple[str, ...]
    partie_de: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name, a postcode and a code say together.

    `communes` holds one commune where they leave no doubt, several where they do, none where nothing is
    known.
    `contradiction` names what the code says where the name says another; `approached` tells that the name was
    not written as the official one.
    """

    communes: tuple[Commune, ...] = ()
    contradiction: Commune | None = None
    approached: bool = False

    @property
    def one(self) -> Commune | None:
        """Return the commune, where there is only one and nothing speaks against it."""
        return self.communes[0] if len(self.communes) == 1 and self.contradiction is None else None


class Directory:
    """Every commune, by its code, its folded name and its postcodes."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        self.all = tuple(communes)
        self.by_code: dict[str, Commune] = {}
        self.by_key: dict[str, list[Commune]] = defaultdict(list)
        self.by_postcode: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.all:
            self.by_code.setdefault(commune.code, commune)
            self.by_key[commune.cle].append(commune)
            for postcode in commune.codes_postaux:
                if not commune.partie_de:
                    self.by_postcode[postcode].append(commune)

    def current(self, commune: Commune) -> Commune:
        """Return the commune of today that this one belongs to, or is."""
        return self.by_code.get(commune.partie_de, commune) if commune.partie_de else commune

    def recognise(
        self, name: str = "", postcode: str = "", code: str = "", *, near: Collection[str] = ()
    ) -> Recognised:
        """Return what a row says of its commune; `near` holds the codes of the territory, which decide
        between communes of one name or one postcode."""
        coded = self.by_code.get(code)
        named, approached = self._named(name, postcode, near) if name else ((), False)
        if coded is not None:
            coded = self.current(coded)
            if not named or coded in named:
                return Recognised((coded,), approached=bool(name) and key_of(name) != coded.cle)
            return Recognised(named, contradiction=coded)
        if named:
            return Recognised(named, approached=approached)
        if name:
            return Recognised()
        return Recognised(_nearest(self.by_postcode.get(postcode, ()), near, certain=False))

    def _named(self, name: str, postcode: str, near: Collection[str]) -> tuple[tuple[Commune, ...], bool]:
        key = key_of(name)
        exact = tuple(dict.fromkeys(map(self.current, self.by_key.get(key, ()))))
        sure = tuple(c for c in exact if (postcode in c.codes_postaux if postcode else c.code in near))
        if sure:
            return sure, False
        ours = (self.by_code[code] for code in near if code in self.by_code)
        around = tuple(dict.fromkeys((*self.by_postcode.get(postcode, ()), *ours)))
        if short := tuple(c for c in around if _abbreviates(key, c.cle)):
            return (short if postcode else (*short, *exact)), True
        if exact:
            return exact, False
        alike = _alike(key, around)
        return ((alike,), True) if alike else ((), False)


def key_of(name: str) -> str:
    """Return a name of commune as it is compared: « MARCQ EN B. », « St-André lez Lille CEDEX » → « marcq en
    b », « saint andre les lille »."""
    folded = _CEDEX.sub("", fold(re.sub(r"\([^)]*\)", " ", name)))
    folded = re.sub(r"^\d{4,5}\b|\b\d{5}$", "", folded).strip()
    words = folded.split()
    if words and words[0] in {"paris", "lyon", "marseille"} and len(words) > 1:
        arrondissement = _ORDINAL.search(" ".join(words[1:]))
        return f"{words[0]}" if arrondissement or words[1].isdigit() else folded
    return " ".join(_WORDS.get(word, word) for word in words)


@cache
def directory() -> Directory:
    """Return the official list."""
    packed = (files("ofworkflow.resources") / "communes.tsv.xz").read_bytes()
    lines = lzma.decompress(packed).decode().split("\n")
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return Directory(
        Commune(code, nom, cle, tuple(codes.split()), now) for code, nom, cle, codes, now in rows
    )


def outside(territory: Mapping[str, str], commune: Commune) -> bool:
    """Tell whether a commune is not of the territory; no territory holds every commune."""
    return bool(territory) and commune.code not in territory


def _nearest(
    communes: Collection[Commune], near: Collection[str], *, certain: bool = True
) -> tuple[Commune, ...]:
    """Return those of the territory where there are any, else all; a postcode shared with a commune outside
    decides nothing (`certain` false)."""
    ours = tuple(c for c in communes if c.code in near)
    return ours if ours and (certain or len(ours) == len(communes)) else tuple(communes)


def _abbreviates(short: str, whole: str) -> bool:
    """Tell whether every word of one begins the word of the other: « marcq en b », « saint andre », «
    marquette » of « marquette les lille »."""
    cut, words = short.split(), whole.split()
    if not cut or len(cut) > len(words) or max(map(len, cut)) < _SHORTEST:
        return False
    return all(word.startswith(start) for start, word in zip(cut, words, strict=False))


def _alike(key: str, around: Collection[Commune]) -> Commune | None:
    if len(key) < _SHORTEST:
        return None
    names = {commune.code: commune for commune in around}.values()
    scores = sorted(((similarity(key, one.cle), at) for at, one in enumerate(names)), reverse=True)[:2]
    if not scores or scores[0][0] < _LIKENESS or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return tuple(names)[scores[0][1]]
