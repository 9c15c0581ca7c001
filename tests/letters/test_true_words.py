"""What a letter states, it states of a field: the fact, and its absence; elisions, gender, services, who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from letters import samples as s
from letters.reading import text
from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
BOTH = pytest.mark.parametrize("who", [s.MERE, s.LEA], ids=["representant", "jeune"])


def printed(context: Lettre) -> str:
    return text(RENDERER.render(context).pdf).replace("’", "'")


ELISIONS = [
    ("Léa", "de Léa", "que Léa"),
    ("Inès", "d’Inès", "qu’Inès"),
    ("Enzo", "d’Enzo", "qu’Enzo"),
    ("Émilie", "d’Émilie", "qu’Émilie"),
    ("Yves", "d’Yves", "qu’Yves"),
    ("Yanis", "de Yanis", "que Yanis"),
    ("Hugo", "de Hugo", "que Hugo"),
    ("œuvre", "d’œuvre", "qu’œuvre"),
    ("Øyvind", "d’Øyvind", "qu’Øyvind"),
    ("Åsa", "d’Åsa", "qu’Åsa"),
    ("Ysé", "d’Ysé", "qu’Ysé"),
    ("Hélène", "de Hélène", "que Hélène"),
    ("Le Goff", "de Le Goff", "que Le Goff"),
    ("de Villiers", "de de Villiers", "que de Villiers"),
    ("Y", "de Y", "que Y"),
    ("محمد", "de محمد", "que محمد"),
]


@pytest.mark.parametrize(("name", "of", "that"), ELISIONS, ids=[row[0] for row in ELISIONS])
def test_a_name_takes_its_elision(name: str, of: str, that: str) -> None:
    assert (words.of(name), words.that(name)) == (of, that)


@pytest.mark.parametrize(
    ("who", "of", "to"),
    [
        (
            "le président du conseil départemental",
            "du président du conseil départemental",
            "au président du conseil départemental",
        ),
        ("la maire de Paris", "de la maire de Paris", "à la maire de Paris"),
    ],
)
def test_a_title_takes_its_article(who: str, of: str, to: str) -> None:
    assert (words.of(who), words.to(who)) == (of, to)


NAMED = [s.premiere_convocation, s.seconde_convocation, s.report, s.annulation, s.information_famille, s.information_departement,
         s.rectificatif_departement, s.constat_carence]  # fmt: skip


@pytest.mark.parametrize("sample", NAMED, ids=lambda f: f.__name__)
@pytest.mark.parametrize("prenom", ["Inès", "Enzo"])
def test_no_letter_says_de_before_a_vowel(sample, prenom: str) -> None:
    shown = printed(sample(jeune=replace(s.JEUNE, prenom=prenom)))
    assert f"de {prenom}" not in shown
    assert f"que {prenom}" not in shown
    assert f"d'{prenom}" in shown or f"qu'{prenom}" in shown


SUMMONS = [s.premiere_convocation, s.seconde_convocation, s.report]


@pytest.mark.parametrize("sample", SUMMONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("who", "words_of_it"),
    [
        (s.MERE, "Votre présence, comme représentante légale, est attendue"),
        (replace(s.MERE, civilite="Monsieur", sexe="M"), "Votre présence, comme représentant légal, est attendue"),
        (replace(s.MERE, civilite="", sexe=""), "Votre présence est attendue, au titre de la représentation légale de Léa"),
        (s.SERVICE, "La présence d'un membre de votre service, comme représentant légal, est attendue"),
        (s.LEA, "Venez avec un représentant légal (Émilie Évrard ou Paul Martin)"),
    ],
    ids=["mother", "father", "unknown", "service", "minor"],
)
def test_who_is_expected_is_named_as_who_reads(sample, who, words_of_it: str) -> None:
    shown = printed(sample(who))
    assert words_of_it in shown
    assert "père, mère, tuteur" not in shown


@pytest.mark.parametrize("sample", SUMMONS, ids=lambda f: f.__name__)
def test_a_minor_whose_representatives_have_no_name_is_told_no_name(sample) -> None:
    assert "Venez avec un représentant légal. Un seul suffit" in printed(sample(s.LEA, accompagnants=()))


@BOTH
@pytest.mark.parametrize("ours", [True, False])
def test_who_reported_is_said_and_our_own_file_reports_nobody(who, ours: bool) -> None:
    shown = printed(s.premiere_convocation(who, repere_par_nous=ours, source_nommee="l'établissement scolaire (LP Exemple)"))
    assert ("Nous avons repéré" in shown) is ours
    assert ("par l'établissement scolaire (LP Exemple)" in shown) is not ours


@BOTH
@pytest.mark.parametrize("excused", [date(2026, 11, 26), None])
def test_the_letter_after_an_excuse_says_that_it_was_accepted(who, excused: date | None) -> None:
    shown = printed(s.premiere_convocation(who, excuse_le=excused))
    assert ("26 novembre 2026" in shown and "excusée" in shown) is (excused is not None)
    assert ("signalée le" in shown) is (excused is None)


@BOTH
@pytest.mark.parametrize(
    ("terme", "depart", "said", "unsaid"),
    [
        (None, None, "", "deux mois"),
        (date(2027, 1, 11), None, "commence avec cette lettre et se termine le 11 janvier 2027", "court depuis"),
        (date(2027, 1, 11), date(2026, 11, 10), "court depuis le 10 novembre 2026", "commence avec"),
    ],
)
def test_the_first_letter_says_the_two_months_where_it_is_the_one_that_counts(who, terme, depart, said: str, unsaid: str) -> None:
    shown = printed(s.premiere_convocation(who, terme_le=terme, depart_le=depart))
    assert said in shown
    assert unsaid not in shown


@BOTH
@pytest.mark.parametrize(
    ("suivante", "seconde", "said"),
    [
        (False, True, "seconde convocation"),
        (False, False, "convocation (article R. 114-7)"),
        (True, True, "nouvelle convocation"),
    ],
)
def test_a_convocation_is_second_only_after_a_first(who, suivante: bool, seconde: bool, said: str) -> None:
    title = printed(s.seconde_convocation(who, suivante=suivante, seconde=seconde)).split("Objet : ")[1][:60]
    assert title.startswith(said)


@BOTH
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"depart": "envoi"}, "à partir de l'envoi de cette lettre ; s'il est fait ce jour"),
        ({"depart": "presentation"}, "à partir de la première présentation de cette lettre"),
        ({"depart": "rendez_vous"}, "à partir de ce rendez-vous"),
        ({"depart": "envoi", "depart_le": date(2026, 11, 2)}, "Ils courent depuis le 2 novembre 2026"),
    ],
)
def test_the_two_months_run_from_what_makes_them_run(who, changes: dict[str, object], said: str) -> None:
    shown = printed(s.seconde_convocation(who, **changes))
    assert said in shown
    assert ("à partir de l'envoi" in shown) is ("envoi de cette lettre" in said)


@BOTH
@pytest.mark.parametrize("sample", [s.seconde_convocation, s.report], ids=lambda f: f.__name__)
@pytest.mark.parametrize("earliest", [date(2026, 12, 11), None])
def test_a_r_114_7_letter_says_what_follows_and_from_which_day(who, sample, earliest: date | None) -> None:
    more = {"r114_7": True} if sample is s.report else {}
    shown = printed(sample(who, terme_le=date(2027, 1, 11), information_des_le=earliest, **more))
    assert "Si personne ne vient et que rien ne montre" in shown
    assert "11 janvier 2027" in shown
    assert ("au plus tôt le 11 décembre 2026" in shown) is (earliest is not None)


@BOTH
@pytest.mark.parametrize(
    "arret",
    ["accompagnement", "scolarité", ""],
    ids=["accompaniment", "a school, in a journal of before", "unknown"],
)
def test_what_stopped_early_is_named_and_nobody_is_told_an_accompaniment_that_was_none(who, arret: str) -> None:
    shown = printed(s.seconde_convocation(who, declencheur="2", absence_le=None, arret_de=arret))
    assert "L'accompagnement que" not in shown
    assert (f"({arret}) s'est arrêté" in shown) is bool(arret)


@BOTH
@pytest.mark.parametrize(
    ("issue", "said"),
    [("", "déplacé"), ("absent", "n'a pas eu lieu. En voici un autre"), ("excuse", "cette absence est excusée")],
)
def test_only_what_was_moved_is_said_moved(who, issue: str, said: str) -> None:
    shown = printed(s.report(who, ancien_issue=issue))
    assert said in shown
    assert ("est déplacé" in shown) is (issue == "")
    assert "la procédure prévue par le code" not in shown


@BOTH
def test_the_family_letter_speaks_of_the_two_months_that_follow(who) -> None:
    shown = printed(s.information_famille(who))
    assert "dans les deux mois qui suivent la convocation" in shown
    assert "deux mois après" not in shown


@pytest.mark.parametrize("enrolled", [True, False])
def test_an_enrolment_alone_is_no_attestation_that_the_obligation_is_met(enrolled: bool) -> None:
    shown = printed(
        s.attestation_conformite(inscription_seule=enrolled, preuve_vue_le=date(2027, 1, 4), a_verifier_le=date(2027, 2, 3))
    )
    assert ("est respectée à ce jour" in shown) is not enrolled
    assert ("assiduité à vérifier avant le 3 février 2027" in shown) is enrolled
    assert ("le 4 janvier 2027, au titre" in shown) is enrolled


@pytest.mark.parametrize("hours", [(time(10), time(10, 45)), (None, None), (time(10), None)], ids=["known", "unknown", "half"])
def test_the_hours_of_an_interview_are_said_where_they_are_known(hours) -> None:
    shown = printed(s.attestation_presence(debut=hours[0], fin=hours[1]))
    assert ("de 10 h à 10 h 45" in shown) is all(hours)


@pytest.mark.parametrize("going_on", [True, False])
def test_an_accompaniment_goes_on_after_majority(going_on: bool) -> None:
    assert ("Votre accompagnement continue" in printed(s.majorite(accompagnement=going_on))) is going_on


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (("Léa Évrard", "Émilie Évrard"), "en informe : Léa Évrard, Émilie Évrard."),
        (("Léa Évrard",), "en informe : Léa Évrard."),
        ((), ""),  # somebody has no letter
    ],
)
def test_the_notice_names_who_has_a_letter_of_the_same_day(who: tuple[str, ...], said: str) -> None:
    """Never « ses représentants légaux » where one of them, without authority to be written to, has none."""
    shown = printed(s.information_departement(informes=who))
    assert ("Une lettre du même jour " + said in shown) if said else ("lettre du même jour" not in shown)


@pytest.mark.parametrize("several", [True, False])
def test_one_representative_is_not_said_in_the_plural(several: bool) -> None:
    for to, many, one in ((s.LEA, "vos représentants légaux", "votre représentant légal"),
                          (s.MERE, "ses représentants légaux", "son représentant légal")):  # fmt: skip
        shown = printed(s.information_famille(to, plusieurs_representants=several))
        assert (many in shown, one in shown) == (several, not several)


def test_nothing_outside_the_house_infers_health() -> None:
    """R. 114-3 is health by inference; « signalement » speaks of danger to a département."""
    for sample in (s.information_departement, s.rectificatif_departement, s.information_famille):
        shown = printed(sample())
        assert "R. 114-3" not in shown
        assert "signalement" not in shown.lower()


def test_the_mention_promises_nothing_untrue() -> None:
    shown = printed(s.premiere_convocation())
    assert "Aucun diagnostic : seulement, s'il y a lieu, qu'un certificat a été vu" in shown
    assert "Aucune donnée de santé" not in shown
    assert "effacer" not in shown
    for named in ("délégué à la protection des données", "autorité parentale", "appels", "partenaires"):
        assert named in shown


def test_a_cancellation_promises_no_other_appointment() -> None:
    assert "nouveau rendez-vous" not in printed(s.annulation())


@pytest.mark.parametrize("sample", [s.premiere_convocation, s.seconde_convocation, s.information_famille, s.information_departement],
                         ids=lambda f: f.__name__)  # fmt: skip
def test_the_head_of_the_departement_has_the_title_that_the_house_sets(sample) -> None:
    shown = printed(sample(maison=replace(s.MAISON, autorite="la présidente de la Collectivité de l'Exemple")))
    assert "la présidente de la Collectivité de l'Exemple" in shown
    assert "président du conseil départemental" not in shown.replace("Président du conseil départemental du Nord", "")


@pytest.mark.parametrize("sample", [s.premiere_convocation, s.seconde_convocation, s.report], ids=lambda f: f.__name__)
def test_a_convocation_without_the_mention_is_one_page(sample) -> None:
    from letters.reading import page_count

    assert page_count(RENDERER.render(sample(avec_mention=False)).pdf) == 1


@pytest.mark.parametrize(
    "sample",
    [s.premiere_convocation, s.seconde_convocation, s.report, s.annulation, s.information_famille, s.attestation_presence,
     s.attestation_conformite, s.majorite],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_any_letter_may_be_the_first_to_reach_somebody(sample) -> None:
    """RGPD, articles 13 and 14."""
    assert "Vos données personnelles" in printed(sample(avec_mention=True))
    assert "Vos données personnelles" not in printed(sample(avec_mention=False))
