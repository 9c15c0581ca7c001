"""docs/situations.md is the test: every situation is typed from end to end, on both engines, and its letters are read back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.conftest import typist
from journeys.situations import PAGE, SAYS, SAYS_NOT, WRITES, PageError, Situation, plain, situations
from letters.reading import text
from ofworkflow.installation import prepare_folder

ALL = situations(PAGE.read_text(encoding="utf-8"))
ROOT = PAGE.parents[1]


@pytest.fixture
def house(situation: Situation, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a trial house on a fresh base, and go there."""
    place = tmp_path / "maison"
    place.mkdir()
    words = situation.config((ROOT / "config.toml").read_text(encoding="utf-8"))
    (place / "config.toml").write_text(words.replace("sqlite:///ofworkflow.db", database_url), encoding="utf-8")
    shutil.copytree(ROOT / "letter_templates", place / "letter_templates")
    prepare_folder(place, trial=True)
    monkeypatch.chdir(place)
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return place


def _letters(house: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in house.glob("courriers/**/*.pdf")}


@pytest.mark.parametrize("situation", ALL, ids=lambda s: s.title)
def test_a_situation_of_the_page_is_lived_as_it_says(
    situation: Situation, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = typist(capsys)
    for command in situation.commands:
        where = f"docs/situations.md:{command.line} : of {' '.join(command.arguments)}"
        before = _letters(house)
        answer = of(*command.arguments)
        assert answer.code == command.code, f"{where}\n{answer.out}\n{answer.err}"
        said = plain(answer.out + answer.err)
        fresh = [path for path, changed in _letters(house).items() if before.get(path) != changed]
        wanted = {what for what, _ in command.expected}
        written = [plain(text(path.read_bytes())) for path in fresh] if wanted - {SAYS, SAYS_NOT} else []
        for what, words in command.expected:
            sources = [said] if what in (SAYS, SAYS_NOT) else written
            found = any(words in source for source in sources)
            assert found is (what in (SAYS, WRITES)), f"{where}\n{what} : {words}\n" + "\n———\n".join(sources)
    last = situation.commands[-1].arguments
    on = last[: last.index("--au") + 2] if "--au" in last else ()
    anomalies = of(*on, "docteur", "--json").json["anomalies"]
    assert not [each for each in anomalies if each["controle"] != "nuits"], "what is lived leaves a sound base"


def test_the_page_has_situations_and_each_has_something_to_expect() -> None:
    """A situation that expects nothing of its commands would only say that they end."""
    assert len(ALL) >= 3
    assert [s.title for s in ALL if not any(c.expected or c.code for c in s.commands)] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("of absence 2025-0001", "sans --au"),  # would not say the same another day
        ("# dit : x", "ne suit aucune commande"),
        ("of --au 01/12/2025 jour\n# montre : x", "n'est ni une commande"),  # a slip of the pen would check nothing
        ("of --au 01/12/2025 jour\n```\n### A\n```sh", "même titre"),
    ],
)
def test_a_line_of_the_page_that_would_check_nothing_is_refused(line: str, why: str) -> None:
    with pytest.raises(PageError, match=why):
        situations(f"### A\n```sh\n{line}\n```\n")


@pytest.mark.parametrize("key", ["jours_ferie", "adresse"])  # a slip of the pen; twice in the configuration
def test_a_setting_that_would_change_nothing_or_another_one_is_refused(key: str) -> None:
    [lived] = situations(f'### A\n```sh\n# réglage : {key} = "x"\nof --au 01/12/2025 jour\n```\n')
    with pytest.raises(PageError, match="réglage"):
        lived.config((ROOT / "config.toml").read_text(encoding="utf-8"))
