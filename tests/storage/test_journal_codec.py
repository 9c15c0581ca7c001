"""The journal's JSON: one codec knows it, and what SQL reads of it is what the codec wrote."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import time
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import pytest

from ofworkflow.procedure.case import Coverage
from ofworkflow.procedure.entries import Effects
from ofworkflow.procedure.requests import REQUESTS, RendezVous
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.storage.journal_codec import UnreadableEntryError, decode, encode, encode_request
from procedure import stages
from procedure.cases import line_of


@pytest.mark.parametrize("act", list(Act))
def test_what_is_asked_is_read_again_as_it_was(act: Act) -> None:
    stage = next(stage for stage in (None, *stages.REACHED) if (act, stage) in stages.BY_SOURCE)
    case = stages.ready(act, stage)
    case.do(stages.request(act, case), stages.ON)
    entry = case.entries[-1]
    assert decode(line_of(entry, encode(entry))) == entry


HOSTILE = "  Tom\x1b[2J \u202e(MARTIN)\r\n\u2800e\u0301  "


@pytest.mark.parametrize("act", list(Act))
def test_words_are_cleaned_as_they_enter_the_journal_whatever_brings_them(act: Act) -> None:
    hints = get_type_hints(REQUESTS[act])
    texts = [field.name for field in fields(REQUESTS[act]) if hints[field.name] is str]
    stage = next(stage for stage in (None, *stages.REACHED) if (act, stage) in stages.BY_SOURCE)
    case = stages.ready(act, stage)
    request = replace(stages.request(act, case), **dict.fromkeys(texts, HOSTILE))
    stored = encode_request(request)
    assert [stored[name] for name in texts] == ["Tom (MARTIN) é"] * len(texts)
    assert "\\u202e" not in json.dumps(stored)


def test_the_place_of_an_appointment_and_a_proof_are_cleaned_too() -> None:
    assert encode_request(RendezVous(stages.ON, time(14), HOSTILE))["lieu"] == "Tom (MARTIN) é"
    coverage = Coverage(1, "emploi", stages.ON, stages.ON, False, HOSTILE, stages.ON, "")
    effects = Effects(covers=coverage)
    stored = encode(SimpleNamespace(request=RendezVous(stages.ON, time(14), "ici"), effects=effects))
    assert stored["couvre"]["preuve"] == "Tom (MARTIN) é"


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
