"""One year, every indicator, every single breakdown, against the plainest SQL that counts the same: `python figures.py [tours] [--postgresql]`.

The floor is written by hand, as one would at a prompt: who is counted in a temporary table, then one statement a family of figures and a
breakdown. Its numbers are compared with ours, measure by measure: it must count the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from common import keep, peak_mo, ratios, timed
from country import TODAY, empty_base, fill
from ofworkflow.statistics.figures import Figures, compute
from ofworkflow.statistics.modalities import By
from ofworkflow.storage.database import Database

FIRST, LAST = date(2025, 3, 1), date(2026, 2, 28)
assert LAST < TODAY  # the year is over
CUTS = [(by,) for by in By if by is not By.ANTENNE]  # an antenne is a sum of communes: nothing to ask of the base


def main() -> None:
    """Fill, then count in turn, ours and the floor, each in a process of its own for its own memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tours", type=int, nargs="?", default=3)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with empty_base(postgresql=given.postgresql) as url:
        fill(url, total=given.dossiers, opened=given.dossiers * 12 // 100, due=given.dossiers // 200, least=LEAST_ENTRIES)
        _same(url)
        pairs = [(_apart(_ours, url), _apart(_floor, url)) for _ in range(given.tours + 1)][1:]  # the first one warms the caches
        ours, floors = ([pair[i][0] for pair in pairs] for i in (0, 1))
        base = Database(url)
        with base.reading() as connection:
            entries = connection.execute(text("SELECT count(*) FROM journal")).scalar_one()
            alone = _apart(_one_house, url)
    found = {
        "entrees_par_dossier": round(entries / given.dossiers, 1),
        "secondes": round(statistics.median(ours), 1),
        "plancher_secondes": round(statistics.median(floors), 1),
        "rapport": ratios(ours, floors) | {"cible": 3},
        "memoire_mo": max(pair[0][1] for pair in pairs),
        "une_mission_locale_secondes": round(alone[0], 2),
    }
    keep(f"chiffres_{'postgresql' if given.postgresql else 'sqlite'}", {**vars(given), **found})


LEAST_ENTRIES = 8
"""Lives at least that long: ten entries each, on average."""


def _apart(work: Any, url: str) -> tuple[float, int]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (url,))  # type: ignore[no-any-return]


def _timed(work: Any) -> tuple[float, int]:
    return timed(work), peak_mo()


def _ours(url: str) -> tuple[float, int]:
    base = Database(url)
    return _timed(lambda: _compute(base))


def _one_house(url: str) -> tuple[float, int]:
    base = Database(url, "ML-000")
    return _timed(lambda: _compute(base))


def _floor(url: str) -> tuple[float, int]:
    base = Database(url)
    return _timed(lambda: _count_by_hand(base))


def _compute(base: Database) -> Figures:
    with base.reading() as connection:
        return compute(connection, first=FIRST, last=LAST, by=CUTS)


def _same(url: str) -> None:
    base = Database(url)
    found, by_hand = _compute(base), _count_by_hand(base)
    for cut, lines in {(): (found.total,), **found.breakdowns}.items():
        for line in lines:
            where = by_hand[cut[0] if cut else "total"].get(line.modality[0] if cut else "", Counter())
            ours = {str(m): n for m, n in line.counts.items() if n and str(m) in MEASURED}
            assert ours == {k: v for k, v in where.items() if v}, (cut, line.modality, ours, where)


def _count_by_hand(base: Database) -> dict[str, dict[str, Counter[str]]]:
    found: dict[str, dict[str, Counter[str]]] = {}
    with base.reading() as connection:
        for statement in _prepare(base.is_sqlite):
            connection.exec_driver_sql(statement)
        for by in ("total", *(str(cut[0]) for cut in CUTS)):
            column = "''" if by == "total" else f"p.{by}"
            groups: dict[str, Counter[str]] = {}
            for row in _rows(connection, column, sqlite=base.is_sqlite):
                values = row._mapping
                name = _name(by, values["modalite"])
                groups.setdefault(name, Counter()).update({k: int(v or 0) for k, v in values.items() if k in MEASURED})
            found[by] = groups
        for statement in ("DROP TABLE p", "DROP VIEW voided"):
            connection.exec_driver_sql(statement)
    return found


def _name(by: str, value: Any) -> str:
    if by == "total":
        return ""
    if by == "qpv" and value is not None:
        return "oui" if value else "non"
    return "inconnu" if value is None or value == "" else str(value)


def _rows(connection: Connection, column: str, *, sqlite: bool) -> Iterator[Any]:
    for family in FAMILIES:
        yield from connection.exec_driver_sql(_written(family, column, sqlite=sqlite))


def _written(sql: str, column: str, *, sqlite: bool) -> str:
    json = (lambda path: f"json_extract(j.donnees, '$.{path}')") if sqlite else _pg_json
    words = {
        "@D1": f"'{FIRST}'", "@D2": f"'{LAST}'", "@BY": column,
        "@LIVE": "(j.dossier_id, j.n) NOT IN (SELECT dossier_id, annule FROM voided)",
        "@PRESENT": json("demande.present"), "@MOTIF": json("demande.motif"), "@TRIGGER": json("declencheur"),
        "@EVE": "date(p.majority, '-1 day')" if sqlite else "(p.majority - 1)",
    }  # fmt: skip
    for months in (3, 6):
        mark = f"min(date(j.fait_le, '+{months} months'), date(j.fait_le, 'start of month', '+{months + 1} months', '-1 day'))"
        words[f"@MARK{months}"] = mark if sqlite else f"(j.fait_le + interval '{months} months')::date"
    for word in sorted(words, key=len, reverse=True):
        sql = sql.replace(word, words[word])
    return sql


def _pg_json(path: str) -> str:
    return f"(j.donnees #>> '{{{path.replace('.', ',')}}}')"


def _prepare(sqlite: bool) -> Iterator[str]:
    """Who is counted: a temporary table, its key, and the entries that another one voids."""
    annule = "json_extract(donnees, '$.annule')" if sqlite else "(donnees ->> 'annule')::int"
    yield f"CREATE TEMPORARY VIEW voided AS SELECT dossier_id, {annule} AS annule FROM journal WHERE acte = 'annuler'"
    yield _written(POPULATION, "''", sqlite=sqlite)
    yield "CREATE UNIQUE INDEX p_key ON p (id)"
    yield "ANALYZE p"


POPULATION = """
CREATE TEMPORARY TABLE p AS
WITH c AS (
  SELECT j.dossier_id,
    max(CASE WHEN acte = 'cloturer' AND fait_le < @D1 THEN n ELSE 0 END) AS before,
    max(CASE WHEN acte = 'cloturer' AND fait_le <= @D2 THEN n ELSE 0 END) AS closed,
    max(CASE WHEN acte = 'rouvrir' AND fait_le <= @D2 THEN n ELSE 0 END) AS again,
    max(CASE WHEN acte = 'cloturer' AND @MOTIF IN ('erreur', 'doublon', 'deces') THEN n ELSE 0 END) AS wrong,
    max(CASE WHEN acte = 'rouvrir' THEN n ELSE 0 END) AS ever
  FROM journal j WHERE acte IN ('cloturer', 'rouvrir') AND @LIVE GROUP BY j.dossier_id)
SELECT d.id, e.legale_le AS majority, d.ouvert_le, d.signale_le, y.commune, y.sexe, y.niveau, y.qpv, d.source, y.etablissement, d.conseiller,
  CASE WHEN e.legale_le <= '2027-02-28' THEN 17 ELSE 16 END AS age, j.fait_le AS closed_on, @MOTIF AS motif
FROM dossier d JOIN jeune y ON y.id = d.jeune_id JOIN echeance e ON e.dossier_id = d.id AND e.ouverte_par = 1 AND e.slug = 'majorite'
LEFT JOIN c ON c.dossier_id = d.id
LEFT JOIN journal j ON j.dossier_id = d.id AND j.n = c.closed AND c.closed > c.again AND j.fait_le >= @D1
WHERE d.ouvert_le <= @D2 AND e.legale_le > @D1 AND (c.dossier_id IS NULL OR (c.before <= c.again AND c.wrong <= c.ever))
"""

FAMILIES = (
    "SELECT @BY AS modalite, count(*) AS population, sum(CASE WHEN ouvert_le >= @D1 THEN 1 ELSE 0 END) AS opened FROM p GROUP BY 1",
    """
SELECT @BY AS modalite, count(DISTINCT CASE WHEN acte = 'recevoir' THEN p.id END) AS received,
  count(DISTINCT CASE WHEN acte = 'recevoir' AND @PRESENT IN ('representant', 'les_deux') THEN p.id END) AS received_with,
  sum(CASE WHEN acte = 'recevoir' THEN 1 ELSE 0 END) AS by_entretien,
  sum(CASE WHEN acte = 'convoquer' AND vers = 'entretien' THEN 1 ELSE 0 END) AS first,
  count(DISTINCT CASE WHEN acte = 'convoquer' AND vers = 'entretien' THEN p.id END) AS first_persons,
  sum(CASE WHEN acte = 'convoquer' AND vers = 'convocation' THEN 1 ELSE 0 END) AS second,
  count(DISTINCT CASE WHEN acte = 'convoquer' AND vers = 'convocation' THEN p.id END) AS second_persons,
  sum(CASE WHEN acte = 'convoquer' AND vers = 'convocation' AND @TRIGGER = '1' THEN 1 ELSE 0 END) AS second_1,
  count(DISTINCT CASE WHEN acte = 'convoquer' AND vers = 'convocation' AND @TRIGGER = '1' THEN p.id END) AS second_1_persons,
  sum(CASE WHEN acte = 'convoquer' AND vers = 'convocation' AND @TRIGGER = '2' THEN 1 ELSE 0 END) AS second_2,
  sum(CASE WHEN acte = 'convoquer' AND vers = 'convocation' AND @TRIGGER = '3' THEN 1 ELSE 0 END) AS second_3
FROM p JOIN journal j ON j.dossier_id = p.id WHERE acte IN ('recevoir', 'convoquer') AND fait_le BETWEEN @D1 AND @D2 AND @LIVE GROUP BY 1""",
    """
SELECT @BY AS modalite, count(DISTINCT CASE WHEN resultat = 'joint' THEN p.id END) AS contacted,
  sum(CASE WHEN nature = 'sms' THEN 1 ELSE 0 END) AS by_sms, sum(CASE WHEN nature = 'courriel' THEN 1 ELSE 0 END) AS by_courriel,
  sum(CASE WHEN nature = 'telephone' THEN 1 ELSE 0 END) AS by_telephone,
  sum(CASE WHEN nature NOT IN ('sms', 'courriel', 'telephone') THEN 1 ELSE 0 END) AS by_autres,
  sum(CASE WHEN resultat <> 'joint' THEN 1 ELSE 0 END) AS unanswered
FROM p JOIN contact c ON c.dossier_id = p.id WHERE c.le BETWEEN @D1 AND @D2 GROUP BY 1""",
    """
SELECT @BY AS modalite, count(DISTINCT CASE WHEN o AND q THEN p.id END) AS compliant,
  count(DISTINCT CASE WHEN o AND q AND nature <> 'accompagnement' THEN p.id END) AS compliant_beyond,
  count(DISTINCT CASE WHEN o AND q AND nature NOT IN ('accompagnement', 'medico_social') THEN p.id END) AS professional
FROM p JOIN (SELECT s.*, s.nature <> 'exemption' AS q, p.id AS pid,
    s.debut_le <= @D2 AND s.debut_le < p.majority AND (s.fin_le >= @D2 OR s.fin_le >= @EVE)
    AND (s.rompue_le IS NULL OR s.rompue_le > @D2 OR s.rompue_le >= p.majority) AS o
  FROM situation s JOIN p ON p.id = s.dossier_id) s ON s.pid = p.id GROUP BY 1""",
    """
SELECT @BY AS modalite, count(DISTINCT p.id) AS followed FROM p WHERE
  EXISTS (SELECT 1 FROM situation s WHERE s.dossier_id = p.id AND s.nature <> 'exemption' AND s.debut_le <= @D2 AND s.debut_le < p.majority
    AND s.fin_le >= @D1 AND (s.rompue_le IS NULL OR (s.rompue_le > @D1 AND s.rompue_le > s.debut_le)))
  OR EXISTS (SELECT 1 FROM journal j WHERE j.dossier_id = p.id AND j.acte = 'recevoir' AND j.fait_le BETWEEN @D1 AND @D2 AND @LIVE) GROUP BY 1""",
    """
SELECT @BY AS modalite, count(*) AS exits, sum(CASE WHEN motif = 'majorite' THEN 1 ELSE 0 END) AS exits_majorite,
  sum(CASE WHEN motif = 'demenagement' THEN 1 ELSE 0 END) AS exits_demenagement,
  sum(CASE WHEN motif = 'hors_champ' THEN 1 ELSE 0 END) AS exits_hors_champ,
  sum(CASE WHEN EXISTS (SELECT 1 FROM situation s WHERE s.dossier_id = p.id AND s.nature NOT IN ('exemption', 'accompagnement', 'medico_social')
    AND s.debut_le <= (CASE WHEN closed_on < majority THEN closed_on ELSE @EVE END) AND s.fin_le >= (CASE WHEN closed_on < majority THEN closed_on ELSE @EVE END)
    AND (s.rompue_le IS NULL OR s.rompue_le > (CASE WHEN closed_on < majority THEN closed_on ELSE @EVE END))) THEN 1 ELSE 0 END) AS exits_professional
FROM p WHERE closed_on IS NOT NULL GROUP BY 1""",
    """
SELECT @BY AS modalite, sum(CASE WHEN etape = 'entretien' THEN 1 ELSE 0 END) AS first_expected,
  sum(CASE WHEN etape = 'entretien' AND issue = 'absent' THEN 1 ELSE 0 END) AS first_absent,
  sum(CASE WHEN etape = 'convocation' THEN 1 ELSE 0 END) AS second_expected,
  sum(CASE WHEN etape = 'convocation' AND issue = 'absent' THEN 1 ELSE 0 END) AS second_absent,
  count(*) AS expected, sum(CASE WHEN issue = 'absent' THEN 1 ELSE 0 END) AS no_show,
  count(DISTINCT CASE WHEN etape = 'entretien' AND issue = 'absent' THEN p.id END) AS absent_persons
FROM p JOIN rendez_vous r ON r.dossier_id = p.id WHERE r.le BETWEEN @D1 AND @D2 AND issue IN ('tenu', 'absent') GROUP BY 1""",
    """
SELECT @BY AS modalite, sum(CASE WHEN slug = 'premier_entretien' AND etat <> 'sans_objet' THEN 1 ELSE 0 END) AS interview_judged,
  sum(CASE WHEN slug = 'premier_entretien' AND etat = 'tenue' THEN 1 ELSE 0 END) AS interview_in_time
FROM p JOIN echeance e ON e.dossier_id = p.id WHERE slug = 'premier_entretien' AND legale_le BETWEEN @D1 AND @D2 GROUP BY 1""",
    """
SELECT @BY AS modalite, count(*) AS notices, count(DISTINCT p.id) AS noticed,
  sum(CASE WHEN EXISTS (SELECT 1 FROM echeance e WHERE e.dossier_id = p.id AND e.slug = 'departement' AND e.close_le = j.fait_le
    AND e.etat = 'hors_delai') THEN 1 ELSE 0 END) AS notices_late
FROM p JOIN (SELECT dossier_id, ouverte_par AS n, depart_le AS fait_le FROM echeance WHERE slug = 'accuse_departement') j
  ON j.dossier_id = p.id WHERE fait_le BETWEEN @D1 AND @D2 GROUP BY 1""",
    """
SELECT @BY AS modalite, sum(CASE WHEN @MARK3 BETWEEN @D1 AND @D2 AND @MARK3 < majority THEN 1 ELSE 0 END) AS judged_3,
  sum(CASE WHEN @MARK6 BETWEEN @D1 AND @D2 AND @MARK6 < majority THEN 1 ELSE 0 END) AS judged_6,
  sum(CASE WHEN @MARK3 BETWEEN @D1 AND @D2 AND @MARK3 < majority AND EXISTS (SELECT 1 FROM situation s WHERE s.dossier_id = p.id AND s.n > j.n
    AND nature <> 'exemption' AND debut_le <= @MARK3 AND (rompue_le IS NULL OR rompue_le > debut_le)) THEN 1 ELSE 0 END) AS back_3,
  sum(CASE WHEN @MARK6 BETWEEN @D1 AND @D2 AND @MARK6 < majority AND EXISTS (SELECT 1 FROM situation s WHERE s.dossier_id = p.id AND s.n > j.n
    AND nature <> 'exemption' AND debut_le <= @MARK6 AND (rompue_le IS NULL OR rompue_le > debut_le)) THEN 1 ELSE 0 END) AS back_6
FROM p JOIN (SELECT dossier_id, ouverte_par AS n, depart_le AS fait_le FROM echeance WHERE slug = 'accuse_departement') j
  ON j.dossier_id = p.id WHERE fait_le <= @D2 GROUP BY 1""",
)

MEASURED = frozenset(
    {
        "population", "opened", "received", "received_with", "by_entretien", "first", "first_persons", "second",
        "second_persons", "second_1", "second_1_persons", "second_2", "second_3", "contacted", "by_sms", "by_courriel",
        "by_telephone", "by_autres", "unanswered", "compliant", "compliant_beyond", "professional", "followed", "exits",
        "exits_majorite", "exits_demenagement", "exits_hors_champ", "exits_professional", "first_expected", "first_absent",
        "second_expected", "second_absent", "expected", "no_show", "absent_persons", "interview_judged",
        "interview_in_time", "notices", "noticed", "notices_late", "judged_3", "judged_6", "back_3", "back_6",
    }
)  # fmt: skip
"""What the floor counts: most measures, and fewer than ours, which cannot make it slower."""


if __name__ == "__main__":
    main()
