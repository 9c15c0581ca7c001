"""The journal's JSON: one codec knows it, and what SQL reads of it is what the codec wrote."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import pytest

from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.storage.journal_codec import UnreadableEntryError, decode, encode
from procedure import stages
from procedure.cases import line_of


@pytest.mark.parametrize("act", list(Act))
def test_what_is_asked_is_read_again_as_it_was(act: Act) -> None:
    stage = next(stage for stage in (None, *stages.REACHED) if (act, stage) in stages.BY_SOURCE)
    case = stages.ready(act, stage)
    case.do(stages.request(act, case), stages.ON)
    entry = case.entries[-1]
    assert decode(line_of(entry, encode(entry))) == entry


@pytest.mark.parametrize("act", list(Act))
def test_every_field_of_a_request_says_how_people_read_it(act: Act) -> None:
    hints = get_type_hints(REQUESTS[act], include_extras=True)
    own = [field.name for field in fields(REQUESTS[act])]
    assert all(isinstance(get_args(hints[name])[1], str) for name in own)


BROKEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"acte": "danser"}, "danser"),
    ({"vers": "nulle part"}, "nulle part"),
    ({"donnees": {"demande": {}}}, "motif"),
    ({"donnees": {"demande": {"motif": "parce que"}}}, "parce que"),
    ({"donnees": {"demande": {"motif": "abandon"}, "ouvre": [{"slug": "issue"}]}}, "depart"),
    ({"donnees": {"demande": {"motif": "abandon"}, "ferme": [[1, "issue"]]}}, "not enough"),
    ({"donnees": None}, "None"),
)


@pytest.mark.parametrize(("change", "named"), BROKEN, ids=[row[1] for row in BROKEN])
def test_an_entry_that_the_program_never_wrote_is_named(change: dict[str, Any], named: str) -> None:
    line = {
        "n": 4, "acte": "rompre", "de": "conformite", "vers": "suivi", "fait_le": stages.ON, "auteur": "Camille",
        "donnees": {"demande": {"motif": "abandon"}},
    }  # fmt: skip
    decode(SimpleNamespace(**line))
    with pytest.raises(UnreadableEntryError, match="L'entrée n° 4 du journal ne se lit pas") as error:
        decode(SimpleNamespace(**line | change))
    assert named in str(error.value)
