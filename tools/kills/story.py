"""What people type in a year, act after act: every command that writes, on a few dossiers and a small list.

In a line, `{1/3/2}` is the second letter of act n° 3 of the dossier 2025-0001, `{lot/2}` the second print run,
`{conge/1}` the first leave.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from ofworkflow.records import dataclass

A, B, C, D, E = (f"2025-000{n}" for n in range(1, 6))
_TRACKED = " ".join(f"--numero 1A0000000000{n}" for n in (2, 3, 4))
_MINOR = "--sexe F --commune Lambersart --source siei --representant"


@dataclass(frozen=True, slots=True)
class Step:
    """One line typed on one day: the operation it stands for, and how it is judged.

    `whole`: a kill leaves all of it or nothing. `sweeps`: the folder where it clears what programs that died left unfinished.
    `look`: typed again, it would be another one, so that a person looks first. `then`: what it says to type where it was stopped
    between two of its gestures.
    """

    operation: str
    on: str
    line: str
    whole: bool = True
    sweeps: str = ""
    look: bool = False
    then: str = ""

    @property
    def words(self) -> list[str]:
        """Return the words of the line, as a shell cuts them."""
        return shlex.split(self.line)


def _opening(name: str, first: str, born_on: str) -> str:
    return (
        f"ouvrir --nom {name} --prenom {first} --naissance {born_on} "
        f"{_MINOR} '{name};Anne;mere;12 rue des Lilas;59130;Lambersart' "
        f"--representant '{name};Marc;pere;3 rue du Bac;59110;La Madeleine'"
    )


YEAR: tuple[Step, ...] = (
    Step("ouvrir", "2025-09-01", _opening("DUPONT", "Léa", "14/05/2009")),
    Step("ouvrir", "2025-09-01", _opening("MARTIN", "Nora", "20/02/2009")),
    Step("ouvrir", "2025-09-01", _opening("PETIT", "Lina", "03/03/2009")),
    Step("ouvrir", "2025-09-01", _opening("ROUX", "Inès", "11/07/2009")),
    Step("importer", "2025-09-02", "importer liste.csv --source siei --appliquer"),
    Step("contact", "2025-09-02", f"contact {A} --nature telephone --resultat message"),
    Step("contact", "2025-09-02", f"contact {A} --annuler 1 --motif 'un homonyme'"),
    Step("contact", "2025-09-02", "contact --lot --resultats appels.csv --appliquer"),
    Step("modifier", "2025-09-02", f"modifier {A} --telephone '06 39 98 00 01'"),
    Step("modifier", "2025-09-02", f"modifier {B} --ajouter-representant 'MARTIN;Zoé;tuteur;5 rue Neuve;59130;Lambersart'"),
    Step("fiche", "2025-09-02", f"fiche {B} --telephone '06 39 98 00 02' --conseiller 'Mme Roux'"),
    Step("convoquer", "2025-09-03", f"convoquer {A} --rdv '2025-09-22 14:00'"),
    Step("convoquer", "2025-09-03", f"convoquer {B} --rdv '2025-09-22 15:00'"),
    Step("modifier", "2025-09-03", f"modifier {B} --representant 2 --adresse '4 rue du Bac' --cp 59110 --ville 'La Madeleine'"),
    Step("apercu", "2025-09-03", "courriers apercu {2/2/1} --docx"),
    Step("reprendre", "2025-09-03", "courriers reprendre {2/2/1} courriers/apercus/{2/2/1}.docx"),
    Step("imprimer", "2025-09-03", "courriers imprimer", sweeps="courriers/"),
    Step("reimprimer", "2025-09-03", "courriers imprimer --lot {lot/1}", look=True),
    Step("poster", "2025-09-04", "courriers poster {lot/1} --mode simple"),
    Step("corriger", "2025-09-05", "courriers corriger {1/2/1} --le 05/09/2025 --motif 'parti le lendemain'"),
    Step("retour", "2025-09-08", "courriers retour {1/2/2} --issue npai"),
    Step("modifier", "2025-09-08", f"modifier {A} --representant 2 --adresse '8 rue Haute' --cp 59110 --ville 'La Madeleine'"),
    Step("renvoyer", "2025-09-08", "courriers renvoyer {1/2/2}"),
    Step("poster", "2025-09-08", f"courriers poster {A} --mode suivi --numero 1A00000000001"),
    Step("reporter", "2025-09-08", f"reporter {B} --rdv '2025-09-29 15:00' --motif demande_famille"),
    Step("imprimer", "2025-09-08", "courriers imprimer --recto-verso", sweeps="courriers/"),
    Step("poster", "2025-09-09", "courriers poster {lot/2} --mode recommande"),
    Step("bordereau", "2025-09-09", "courriers bordereau {lot/2}"),
    Step("retour", "2025-09-12", "courriers retour {2/4/1} --issue distribue"),
    Step("naissance", "2025-09-12", f"naissance {B} --date 13/05/2009 --preuve saisie"),
    Step("convoquer", "2025-09-12", f"convoquer {C} --rdv '2025-09-24 09:00' --envoi simple"),
    Step("rectifier", "2025-09-12", f"rectifier {C} --acte 2 --motif date"),
    Step("convoquer", "2025-09-12", f"convoquer {C} --rdv '2025-09-24 09:00' --envoi simple"),
    Step("convoquer", "2025-09-12", f"convoquer {D} --rdv '2025-09-24 10:00' --envoi simple"),
    Step("nuit", "2025-09-12", "nuit", whole=False, sweeps="courriers/"),
    Step("conges", "2025-09-15", "conges --du 2025-12-22 --au-jour 2025-12-31"),
    Step("absence", "2025-09-22", f"absence {A}"),
    Step("recevoir", "2025-09-24", f"recevoir {C} --present les_deux"),
    Step("absence", "2025-09-24", f"absence {D}"),
    Step("proposer", "2025-09-24", f"proposer {C} --nature formation_initiale --reponse refusee"),
    Step("inviter", "2025-09-24", f"inviter {C} --rdv '2025-10-17 10:00' --par lettre"),
    Step("promettre", "2025-09-24", f"promettre {B} --nature emploi --debut 2025-11-03 --preuve contrat"),
    Step("retirer", "2025-09-25", f"retirer {B} --motif erreur"),
    Step("partenaires", "2025-09-25", "partenaires --ajouter 'CIO de Lille' --genre cio --telephone '03 53 01 22 33'"),
    Step("demander", "2025-09-25", f"demander {B} --genre cio --nom 'CIO de Lille' --objet nouvelles --avant 2025-10-10"),
    Step("inscrire", "2025-09-25", f"inscrire {B} --reunion 2025-09-26 --sujet place"),
    Step("justifier", "2025-09-25", f"justifier {D} --motif transport"),
    Step("imprimer", "2025-09-25", "courriers imprimer", sweeps="courriers/"),
    Step("reunion", "2025-09-26", "reunion 2025-09-26", look=True),
    Step("decider", "2025-09-26", f"decider {B} --quoi contacter --qui 'CIO de Lille' --genre cio --avant 2025-10-10"),
    Step("achever", "2025-09-26", f"achever {B}"),
    Step("repondre", "2025-09-26", f"repondre {B} --reponse renseignement"),
    Step("partenaires", "2025-09-26", "partenaires --modifier 1 --contact 'Mme Delattre'"),
    Step("partenaires", "2025-09-26", "partenaires --terminer 1"),
    Step("partenaires", "2025-09-26", "partenaires --effacer 1 --appliquer"),
    Step("cadrer", "2025-09-26", f"cadrer {B} --cadre tdo --debut 2025-09-01"),
    Step("recevoir", "2025-09-29", f"recevoir {B} --present mineur"),
    Step("exempter", "2025-09-30", f"exempter {B} --jusqu-au 2026-02-01"),
    Step("situation", "2025-09-30", f"situation {C} --nature accompagnement --debut 29/9 --fin 2026-06-30 --preuve contrat"),
    Step("convoquer", "2025-10-01", f"convoquer {A} --rdv '2025-10-27 14:00' --envoi recommande"),
    Step("conges", "2025-10-02", "conges --du 2025-10-27 --au-jour 2025-10-28"),
    Step("relais", "2025-10-02", "conges --relais {conge/2} --a 'Mme Roux' --appliquer"),
    Step("conges", "2025-10-02", "conges --retirer {conge/1}"),
    Step("modifier", "2025-10-02", f"modifier {A} --courriel lea@exemple.invalid"),
    Step("nuit", "2025-10-20", "nuit", whole=False, sweeps="courriers/"),
    Step("rappels", "2025-10-20", "rappels --courriel --appliquer"),
    Step("rompre", "2025-10-21", f"rompre {C} --motif abandon"),
    Step("clore", "2025-10-21", f"clore {D} --motif demenagement"),
    Step("rouvrir", "2025-10-22", f"rouvrir {D} --motif 'erreur de saisie'"),
    Step("annuler", "2025-10-22", f"annuler {D} --motif 'finalement parti'"),
    Step("signaler", "2025-10-27", f"signaler {D}"),
    Step("absence", "2025-10-27", f"absence {A}"),
    Step("contact", "2025-10-28", f"contact {C} --nature telephone --resultat sans_reponse"),
    Step("contact", "2025-11-06", f"contact {C} --nature sms --resultat message"),
    Step("preparer", "2025-11-12", f"preparer {A}"),
    Step("contact", "2025-11-20", f"contact {C} --nature courriel --resultat sans_reponse"),
    Step("silence", "2025-11-20", f"silence {C}"),
    Step("transmettre", "2025-11-24", f"transmettre {A} --signataire 'Camille Renard'"),
    Step("imprimer", "2025-11-24", "courriers imprimer", sweeps="courriers/"),
    Step("poster", "2025-11-24", f"courriers poster {A} --mode recommande {_TRACKED}"),
    Step("reponse", "2025-12-10", f"reponse {A} --nature accuse"),
    Step("nuit", "2026-01-05", "nuit", whole=False, sweeps="courriers/"),
    Step("figer", "2026-01-05", "bilan 2025 --figer", look=True),
    Step("imprimer", "2026-01-06", "courriers imprimer", sweeps="courriers/"),
    Step("bilan", "2026-01-06", "bilan 2025", sweeps=".of-"),
    Step("importer", "2026-01-06", "importer doutes.csv --le 2026-01-06 --appliquer"),
    Step("doutes", "2026-01-06", "doutes 1 --rejeter 'suivie ailleurs'"),
    Step("doutes", "2026-01-06", "doutes 2 --transmis-a 'Mission locale de Lens'"),
    Step("ouvrir", "2026-01-06", _opening("VIDAL", "Maya", "18/09/2009")),
    Step("ouvrir", "2026-01-06", _opening("VIDAL", "Maya", "18/09/2009") + " --homonyme", look=True),
    Step("imilo", "2026-01-06", "imilo a-ressaisir --coche 2026-0001.1"),
    Step("imilo", "2026-01-06", "imilo a-ressaisir --annuler 2026-0001.1"),
    Step("fusionner", "2026-01-06", "fusionner 2026-0001 2026-0002"),
    Step("separer", "2026-01-06", "fusionner --annuler 2026-0002"),
    Step("defaire", "2026-01-06", "importer --annuler L0001 --appliquer"),
    Step("ouvrir", "2026-01-07", _opening("NOIR", "Tom", "05/05/2009") + " --signale-le 2025-11-20"),
    Step("reprise", "2026-01-07", "reprendre 2026-0003 --de Roubaix --premiere 2025-12-02 --premier-rdv '2025-12-15 14:00'"),
    Step(
        "convoquer_lot", "2026-01-07", "convoquer --lot --tous --etape suivi --appliquer --json",
        whole=False, sweeps="courriers/", then="courriers imprimer",
    ),
)  # fmt: skip

_HEAD = (
    "INE;NOM;PRENOM;SEXE;DATE_NAISSANCE;ADRESSE1;CODE_POSTAL;COMMUNE;CODE_INSEE;TEL_PORTABLE;UAI;ETABLISSEMENT;DATE_SORTIE;"
    "RL1_LIEN;RL1_NOM;RL1_PRENOM;RL1_ADRESSE1;RL1_CODE_POSTAL;RL1_COMMUNE"
)


def write_list(path: Path, count: int = 4) -> None:
    """Write the list that is imported: invented minors, one representative each; and, beside it, one who may
    be known, and the result of one call."""
    lines = [
        f";{_name(n)};Camille;F;{1 + n % 28:02d}/06/2009;{n} rue des Lilas;59130;Lambersart;59328;;0590001A;LP Alfred Mongy;"
        f"30/06/2025;MERE;{_name(n)};Anne;{n} rue des Lilas;59130;Lambersart"
        for n in range(1, count + 1)
    ]
    path.write_text("\n".join([_HEAD, *lines, ""]), encoding="utf-8-sig")
    doubtful = lines[0].replace(f";{_name(1)};Camille;F;02/06/2009", ";PETTIT;Lina;F;03/03/2009", 1)
    path.with_name("doutes.csv").write_text(f"{_HEAD}\n{doubtful}\n", encoding="utf-8-sig")
    path.with_name("appels.csv").write_text(f"reference;resultat\n{B};message\n", encoding="utf-8")


def _name(n: int) -> str:
    """Return a name of letters alone: a digit in one is a doubt for a person."""
    return "".join(("BA", "DO", "KU", "LI", "MER", "NOV", "PAL", "RIS", "TUV", "ZEL")[int(digit)] for digit in f"{n:03d}")
