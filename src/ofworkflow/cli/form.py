"""The sheet as a form on a terminal: person by person, field by field; Enter keeps, « - » empties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ofworkflow.casework.dossier.persons import COUNSELLOR
from ofworkflow.casework.registry.corrections import Correction
from ofworkflow.casework.registry.form import (
    BirthAsProved,
    SheetAsIs,
    SheetChange,
    correct_sheet,
    look_at_change,
    sheet_as_is,
)
from ofworkflow.casework.registry.lines import DossierLine
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import ask, say, title, warn
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.procedure.cleaning import FaultError
from ofworkflow.procedure.fields import (
    MINOR,
    REPRESENTATIVE,
    PersonField,
    Value,
    correctable,
    representative_of,
)
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import BirthProof
from ofworkflow.text import fold
from ofworkflow.wiring import App

_STOP, _EMPTY, _NOTHING = ".", "-", "vide"
_HIDDEN = "adresse confidentielle"
# What changes most is asked first.
_FIRST = (
    "tel_portable", "telephone", "tel_fixe", "courriel", "adresse1", "adresse2", "code_postal", "ville",
    "pays", "commune",
)  # fmt: skip
_NEW = (
    "qualite", "nom", "prenom", "adresse1", "adresse2", "code_postal", "ville", "pays", "telephone",
    "courriel", "autorite",
)  # fmt: skip


Checking = Callable[[PersonField, Value], None]
"""What raises where a value makes no sense for a field."""


class _StopError(Exception):
    """The rest of this person is right."""


def ask_change(app: App, row: DossierLine, *, confidential: bool) -> SheetChange:
    """Return what the person types in the form; raise `click.Abort` where it is left."""
    form = _Form(app, row, app.read(sheet_as_is, row.id), confidential=confidential)
    title(f"Fiche {row.reference} · {form.names[None]}")
    say("Entrée garde, « - » vide, « . » passe à la suite.")
    while (key := form.whose()) not in ("f", ""):
        form.go_to(key)
    if not key:
        form.go_through()
    return form.change()


def told_change(
    changes: Sequence[Correction], names: Mapping[int | None, str], *, hidden: set[int]
) -> Iterator[str]:
    """Say what changes, each with what it was; an address that is given to nobody, from now on or already, is
    not said."""
    hidden = hidden | {c.who for c in changes if c.champ == "confidentielle" and c.apres and c.who}
    for c in changes:
        if c.champ == COUNSELLOR:
            yield f"conseiller : {c.avant} → {c.apres}"
            continue
        fields = {f.name: f for f in (MINOR if c.who is None else REPRESENTATIVE)}
        f = fields[c.champ]
        silent = f.line and c.who in hidden
        before = f"({_HIDDEN})" if silent else _said(f, c.avant)
        yield f"{names[c.who]}, {f.label} : {before} → {_said(f, c.apres)}"


def _said(f: PersonField, value: Value) -> str:
    return f"« {f.say(value)} »" if value not in ("", None) else "(rien)"


class _Form:
    """What was answered so far, person by person."""

    def __init__(self, app: App, row: DossierLine, sheet: SheetAsIs, *, confidential: bool) -> None:
        self.app, self.row, self.sheet, self.confidential = app, row, sheet, confidential
        self.today = app.clock.today()
        self.names = sheet.names
        self.cards: dict[int | None, dict[str, Value]] = {n: {} for n in sheet.names}
        self.added: list[RepresentantLegal] = []
        self.ended: dict[int, date] = {}
        self.conseiller = self.note = ""
        self.born: BirthAsProved | None = None

    def change(self) -> SheetChange:
        """Return what it all asks."""
        others = {n: card for n, card in self.cards.items() if n is not None and card}
        return SheetChange(
            dict(self.cards[None]), others, tuple(self.added), tuple(self.ended.items()),
            self.conseiller, self.note, self.born,
        )  # fmt: skip

    def whose(self) -> str:
        """Return whose part of the form comes next."""
        people = [f"j {self.names[None]}", *(f"{n} {name}" for n, name in self.names.items() if n)]
        more = [
            "d date de naissance",
            "+ un représentant de plus",
            "-N terminer le n° N",
            "c conseiller",
            "n note",
        ]
        say(f"{', '.join([*people, *more])} ; f fini, Entrée toute la fiche.")
        while True:
            key = ask("Quoi", default="").strip().lower()
            numbers = {str(n) for n in self.names if n}
            if key in ("", "f", "j", "d", "c", "n", "+") or key.removeprefix("-") in numbers:
                return key
            warn(f"« {key} » n'est pas dans cette liste.")

    def go_to(self, key: str) -> None:
        """Ask one part."""
        if key == "c":
            self._counsellor()
        elif key == "d":
            self._birth()
        elif key == "n":
            self.note = ask("Note", default=self.note).strip()
        elif key == "+":
            self._one_more()
        elif key.startswith("-"):
            self._end(int(key[1:]))
        else:
            self._person(None if key == "j" else int(key))

    def go_through(self) -> None:
        """Ask everything, in order."""
        for number in self.names:
            self._person(number)
            if number is None:
                self._birth()
        self._counsellor()

    def _person(self, number: int | None) -> None:
        who: Jeune | RepresentantLegal = (
            self.sheet.persons.jeune if number is None else self.sheet.persons.representants[number - 1]
        )
        title(self.names[number])
        card, fields = self.cards[number], MINOR if number is None else REPRESENTATIVE
        hidden = isinstance(who, RepresentantLegal) and who.confidentielle and not self.confidential
        for f in _in_order(fields):
            now = card.get(f.name, f.of(who))
            shown = _HIDDEN if hidden and f.line and f.of(who) else f.say(now)
            try:
                answer = self._field(f, shown, lambda f, v: self._checked(number, f, v))
            except _StopError:
                return
            if answer is not None:
                card[f.name] = answer[0]

    def _checked(self, number: int | None, f: PersonField, value: Value) -> None:
        """Raise what the use case raises of this value, with the others of the same person."""
        card = {**self.cards[number], f.name: value}
        request = SheetChange(minor=card) if number is None else SheetChange(representatives={number: card})
        self.app.read(look_at_change, self.row.id, request, communes=self.app.communes)

    def _field(self, f: PersonField, shown: str, check: Checking) -> tuple[Value] | None:
        """Return what is typed for a field, once it makes sense; nothing where it is kept."""
        choices = [str(w) for w in f.words] if f.words else list(f.choices)
        hint = f" ({', '.join(choices)})" if choices else ""
        while True:
            text = ask(f"{f.label}{hint} [{shown or _NOTHING}]", default="").strip()
            if not text:
                return None
            if text == _STOP:
                raise _StopError
            try:
                value = self._read(f, "" if text == _EMPTY else text)
                check(f, value)
            except (FaultError, RefusedError, UsageError) as error:
                warn(str(error))
            else:
                return (value,)

    def _read(self, f: PersonField, text: str) -> Value:
        if f.is_day and text:
            return read_date(text, today=self.today, past=not f.ahead)
        return f.understood(text)

    def _one_more(self) -> None:
        """Ask who a representative more is; nobody where no name is typed."""
        title("Un représentant de plus")
        card: dict[str, Value] = {}
        fields = {f.name: f for f in REPRESENTATIVE}
        for name in _NEW:
            try:
                answer = self._field(fields[name], "", lambda f, v: self._checked_new({**card, f.name: v}))
            except _StopError:
                break
            if answer is not None:
                card[name] = answer[0]
        if not card.get("nom"):
            warn("Sans nom, personne n'est ajouté.")
            return
        try:
            self._checked_new(card, whole=True)
        except (RefusedError, UsageError) as error:
            warn(str(error))
            return
        self.added.append(representative_of({"qualite": "autre", **card}))

    def _checked_new(self, card: dict[str, Value], *, whole: bool = False) -> None:
        """Raise what the use case raises of a representative more; known already or not, once he or she is
        `whole`."""
        name = {} if whole else {"nom": "?", "prenom": ""}
        who = representative_of({"qualite": "autre", "prenom": "", **card, **name})
        request = SheetChange(added=(*self.added, who) if whole else (who,))
        self.app.read(look_at_change, self.row.id, request, communes=self.app.communes)

    def _end(self, number: int) -> None:
        while True:
            text = ask(f"{self.names[number]}, à compter du [aujourd'hui]", default="").strip()
            try:
                self.ended[number] = read_date(text, today=self.today) if text else self.today
            except UsageError as error:
                warn(str(error))
            else:
                return

    def _birth(self) -> None:
        """Ask the birth date, and on which document it is corrected."""
        now = self.born.on if self.born else self.sheet.persons.jeune.naissance
        while True:
            text = ask(f"né(e) le [{now:%d/%m/%Y}]", default="").strip()
            if text in ("", _STOP, _EMPTY):
                return
            try:
                born = BirthAsProved(read_date(text, today=self.today), self._proof())
                request = SheetChange(born=born)
                app, desk = self.app, self.app.desk()
                app.rehearse(correct_sheet, self.row.id, request, desk=desk, communes=app.communes)
            except (RefusedError, UsageError) as error:
                warn(str(error))
            else:
                self.born = born
                return

    def _proof(self) -> BirthProof:
        words = ", ".join(BirthProof)
        while True:
            text = ask(f"pièce vue ({words})", default="").strip()
            known = [w for w in BirthProof if fold(text) in (fold(w), fold(w.label))]
            if known:
                return known[0]
            warn(f"« {text} » n'est pas dans cette liste.")

    def _counsellor(self) -> None:
        now = self.conseiller or self.sheet.conseiller
        text = ask(f"conseiller [{now or _NOTHING}]", default="").strip()
        if text not in ("", _STOP, _EMPTY):
            self.conseiller = text


def _in_order(fields: Sequence[PersonField]) -> list[PersonField]:
    fields_asked = [f for f in correctable(fields) if not f.follows]
    return sorted(fields_asked, key=lambda f: _FIRST.index(f.name) if f.name in _FIRST else len(_FIRST))
