"""Every list that was seen damaged, and in other people's shapes: who gets in and as what, who waits, who is refused.

`tests/data/attendus.toml` says of each list what is right: a line for each minor who is taken, the lines that
wait for a person and those that are refused. All persons are invented; the day of the lists is 15/10/2026.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from intake.lists import DATA, look
from ofworkflow.errors import ListError
from ofworkflow.procedure.persons import RepresentantLegal, Signalement

_RIGHT = tomllib.loads((DATA / "attendus.toml").read_text(encoding="utf-8"))
_LISTS = sorted(path for folder in ("abimees", "etrangeres") for path in (DATA / folder).iterdir())


def told(report: Signalement) -> str:
    """Return a minor and his or her representatives as one line of the table."""
    j = report.jeune
    minor = (j.nom, j.prenom, j.prenom2, j.naissance.isoformat(), j.sexe, j.ine, j.adresse.ligne1, j.adresse.ligne2,
             j.adresse.code_postal, j.commune, j.tel_portable, j.tel_fixe, j.courriel, str(j.sortie_le or ""))  # fmt: skip
    return " | ".join([" ; ".join(minor), *map(_told, report.representants)])


def _told(r: RepresentantLegal) -> str:
    a = r.adresse
    return f"{r.qualite} ; {r.nom} ; {r.prenom} ; {a.ligne1} ; {a.code_postal} ; {a.ville} ; {r.telephone} ; {r.courriel}"


@pytest.mark.parametrize("path", _LISTS, ids=lambda path: path.name)
def test_a_list_seen_damaged_gives_what_is_right(path: Path) -> None:
    right = _RIGHT[path.name]
    if "refus" in right:
        with pytest.raises(ListError, match=right["refus"]):
            look(path)
        return
    seen = look(path)
    assert {str(line): told(report) for line, report in seen.a_creer} == right.get("pris", {})
    assert sorted(doubt.ligne for doubt in seen.douteux) == right.get("attendent", [])
    assert sorted({fault.ligne for fault in seen.rejets}) == right.get("refuses", [])
    assert seen.lecture is not None
    assert sorted(left.line for left in seen.lecture.listing.left_out) == right.get("laissees", [])


def test_the_table_speaks_of_every_list_and_of_no_other() -> None:
    assert set(_RIGHT) == {path.name for path in _LISTS}
