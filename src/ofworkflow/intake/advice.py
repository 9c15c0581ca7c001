"""What a person says of a list where the reading is wrong, or proves nothing: it wins over what is found."""

from __future__ import annotations

from collections.abc import Mapping

from ofworkflow.errors import UsageError
from ofworkflow.intake.delimited import SEPARATORS
from ofworkflow.records import dataclass

ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "cp1252": "cp1252",
    "iso-8859-15": "iso8859-15",
    "mac": "mac_roman",
    "cp850": "cp850",
}
"""The word of `--encodage`, and the codec."""

BY_NAME: Mapping[str, str] = {name: sign for sign, name in SEPARATORS.items()}
"""The word of `--separateur`, and the sign."""


@dataclass(frozen=True, slots=True)
class Advice:
    """How a list is to be read; what is empty is found."""

    encoding: str = ""  # a word of ENCODINGS
    separator: str = ""  # a word of BY_NAME
    sheet: str = ""
    days: str = ""  # « jour » or « mois »: what comes first
    one: str = ""  # « F » or « M »: the sex written 1, the other being 2

    def check(self, name: str, *, text: bool) -> None:
        """Raise `UsageError` where what is said is not of such a file: `text`, or a workbook."""
        if self.sheet and text:
            raise UsageError(f"{name} n'est pas un classeur : --feuille n'y sert pas. Retirez-la.")
        if (self.encoding or self.separator) and not text:
            which = "--encodage" if self.encoding else "--separateur"
            raise UsageError(f"{name} est un classeur : {which} n'y sert pas. Retirez cette option.")

    @property
    def options(self) -> list[str]:
        """Return the options that say it again."""
        options = (
            ("--encodage", self.encoding),
            ("--separateur", self.separator),
            ("--feuille", self.sheet),
            ("--dates", self.days),
            ("--sexe-1", self.one),
        )
        return [word for option, value in options if value for word in (option, value)]


NO_ADVICE = Advice()
