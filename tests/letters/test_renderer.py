"""The letter as bytes: the same everywhere, and made of what it says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import ofworkflow
from letters import samples as s
from ofworkflow.letters.pdf import compile_letter
from ofworkflow.letters.renderer import Renderer

ROOT = Path(ofworkflow.__file__).parents[1]
TESTS = Path(__file__).parents[1]


def run(code: str, **env: str) -> str:
    path = os.pathsep.join(map(str, (ROOT, TESTS)))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": path} | env
    )
    return done.stdout.strip()


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_the_same_letter_made_twice_has_the_same_bytes(sample):
    first, second = Renderer().render(sample()), Renderer().render(sample())
    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()


def test_another_process_under_another_zone_and_language_makes_the_same_bytes():
    code = (
        "from letters import samples as s; from ofworkflow.letters.renderer import Renderer;"
        "print(Renderer().render(s.report()).sha256)"
    )
    assert run(code, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="7") == Renderer().render(s.report()).sha256


def test_another_date_gives_other_bytes():
    later = s.COMMUN["le"].replace(day=10)
    assert Renderer().render(s.report(le=later)).sha256 != Renderer().render(s.report()).sha256


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_the_data_of_a_letter_can_be_kept_as_json(sample):
    letter = Renderer().render(sample())
    kept = json.loads(json.dumps(letter.donnees))
    assert kept == letter.donnees
    assert kept["reference"] == "2026-0042"
    assert kept["le"] == "2026-11-09"
    assert kept["jeune"]["nom"] == "Évrard"


@pytest.mark.parametrize("module", ["ofworkflow.letters.contexts", "ofworkflow.letters.renderer"])
def test_the_libraries_of_letters_load_with_the_first_letter_only(module):
    code = f"import sys, {module}; print([m for m in ('jinja2', 'markdown_it', 'typst') if m in sys.modules])"
    assert run(code) == "[]"


def test_the_pdf_renderer_still_gives_the_bytes_it_gave():
    """Sealed letters are compared byte for byte: a new version of the renderer is a decision, never a surprise."""
    layout = '#let courrier(d) = { set document(title: d.t); set text(font: "Noto Sans", lang: "fr"); heading(d.t); d.p }'
    pdf = compile_letter(layout, {"t": "Été", "p": "L’œuvre"}, le=date(2026, 1, 5), images={}, lettre="essai")
    assert hashlib.sha256(pdf).hexdigest() == "43749254581bea459c4fb61100f2d7e3ccd191aa4edf3f7e55bc71dedd599ce2"
