"""The communes of France as people and programs write them: codes, names, postcodes, old names,
abbreviations.

The official list is `resources/communes.tsv.xz` (written by `tools.communes`, which says from what).
It is opened only where a commune has to be recognised.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
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
    """Every commune, found by its code, its folded name or its postcodes.

    The lines of the file are kept, each read when it is asked for: a list names a few tens of them.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @cached_property
    def _by_code(self) -> Mapping[str, str]:
        return {line.partition("\t")[0]: line for line in reversed(self._lines)}  # the first of a code

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return _gathered((line.split("\t", 3)[2], line) for line in self._lines)

    @cached_property
    def _by_postcode(self) -> Mapping[str, str]:
        current = (line for line in self._lines if line.endswith("\t"))  # a former one names its own last
        return _gathered((code, line) for line in current for code in line.split("\t", 4)[3].split())

    def of_code(self, code: str) -> Commune | None:
        """Return the commune of a code, of today or of before."""
        line = self._by_code.get(code)
        return None if line is None else _read(line)

    def of_key(self, key: str) -> tuple[Commune, ...]:
        """Return the communes of a folded name (`key_of`), of today and of before."""
        return _read_all(self._by_key.get(key))

    def of_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return the communes of today that share a postcode."""
        return _read_all(self._by_postcode.get(postcode))

    def is_postcode(self, code: str) -> bool:
        """Tell whether a commune of today has that postcode."""
        return code in self._by_postcode

    def starting(self, key: str) -> Iterator[Commune]:
        """Yield the communes of today whose folded name begins so."""
        for line in self._lines:
            if line.endswith("\t") and line.split("\t", 3)[2].startswith(key):
                yield _read(line)

    def current(self, commune: Commune) -> Commune:
        """Return the commune of today that this one belongs to, or is."""
        now = self.of_code(commune.partie_de) if commune.partie_de else None
        return commune if now is None else now

    def recognise(
        self, name: str = "", postcode: str = "", code: str = "", *, near: Collection[str] = ()
    ) -> Recognised:
        """Return what a row says of its commune; `near` holds the codes of the territory, which decide
        between communes of one name or one postcode."""
        coded = self.of_code(code)
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
        return Recognised(_nearest(self.of_postcode(postcode), near, certain=False))

    def _named(self, name: str, postcode: str, near: Collection[str]) -> tuple[tuple[Commune, ...], bool]:
        key = key_of(name)
        exact = tuple(dict.fromkeys(map(self.current, self.of_key(key))))
        sure = tuple(c for c in exact if (postcode in c.codes_postaux if postcode else c.code in near))
        if sure:
            return sure, False
        ours = filter(None, map(self.of_code, near))
        around = tuple(dict.fromkeys((*self.of_postcode(postcode), *ours)))
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
    return Directory([line for line in lines if not line.startswith("#")])


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the lines of each key, one below the other."""
    lines: dict[str, str] = {}
    for key, line in pairs:
        lines[key] = f"{lines[key]}\n{line}" if key in lines else line
    return lines


def _read_all(lines: str | None) -> tuple[Commune, ...]:
    return tuple(map(_read, lines.split("\n"))) if lines is not None else ()


@lru_cache(maxsize=2048)
def _read(line: str) -> Commune:
    code, nom, cle, codes, now = line.split("\t")
    return Commune(code, nom, cle, tuple(codes.split()), now)


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
