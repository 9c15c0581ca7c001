"""What can be pasted: three examples a command, with which its help begins. A test runs them all, in a demo
base (`tests/cli/test_examples.py`).

A row is a command by its words; every line is one command, as it is typed. Those of an act are beside its
command (`cli/acts/`, `act_command`).
"""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, str, str]] = {
    "": ("of", "of chercher durand", "of voir 2026-0001"),
    "jour": ("of jour", "of jour --tout", "of jour --json"),
    "agenda": ("of agenda", "of agenda jour --conseiller Renard", "of agenda --ics agenda.ics"),
    "contact --lot": (
        "of contact --lot",
        "of contact --lot --etape absence --nature sms",
        "of contact --lot --commune Lambersart --json",
    ),
    "rappels": ("of rappels", "of rappels --nature sms", "of rappels --json"),
    "conges": (
        "of conges",
        "of conges --du 21/12/2026 --au-jour 31/12/2026",
        "of conges --du 15/12/2026 --appliquer",
    ),
    "reunion": (
        "of reunion",
        "of reunion 24/11/2026",
        "of reunion 24/11/2026 --sortie reunion.pdf",
    ),
    "partenaires": (
        "of partenaires",
        'of partenaires --ajouter "CFA de Roubaix" --genre cfa --telephone "03 53 01 44 55"',
        'of partenaires --modifier 1 --contact "M. Roche" --courriel roche@exemple.invalid',
    ),
    "issues": ("of issues", "of --au 30/11/2026 issues", "of issues --json"),
    "faire": ("of faire 1", "of faire 2 --json", "of faire 3 --confidentiel"),
    "init": ("of init", "of init --essai", "of init --dossier essai --essai"),
    "demo": ("of demo", "of demo --annee", "of init --essai --dossier essai2"),
    "importer": (
        "of importer liste.csv",
        "of importer liste.csv --le 15/09/2026 --appliquer",
        "of importer --annuler L0001",
    ),
    "lots": ("of lots", "of lots L0001", "of lots --json"),
    "doutes": ("of doutes", "of doutes 1", 'of doutes 1 --rejeter "habite Roubaix"'),
    "fusionner": (
        "of fusionner 2026-0016 2026-0058",
        "of fusionner 2026-0016 2026-0058 --garder 2026-0016",
        'of fusionner 2026-0005 2026-0056 --malgre "deux INE, une seule personne"',
    ),
    "ouvrir": (
        "of ouvrir --nom DURAND --prenom Jasmine --naissance 12/04/2009 --sexe F --commune Lambersart",
        "of ouvrir --nom PETIT --prenom Elio --naissance 03/02/2010 --sexe M --commune Lompret --source psad",
        "of ouvrir --nom MOREL --prenom Nour --naissance 21/06/2009 --sexe F --commune Lambersart "
        "--representant "
        '"MOREL;Samia;mere;12 rue des Lilas;59130;Lambersart"',
    ),
    "reprendre": (
        'of reprendre 2026-0018 --de "la mission locale de Roubaix" --premiere 05/10/2026 '
        '--premier-rdv "20/10/2026 14:00"',
        'of reprendre 2026-0018 --de "la mission locale de Roubaix" --premiere 01/09/2026 '
        '--premier-rdv "15/09/2026 14:00" '
        '--seconde 21/09/2026 --second-rdv "15/10/2026 14:00" --information 26/10/2026',
        "of reprendre 2026-0018 histoire.toml",
    ),
    "modifier": (
        'of modifier 2026-0001 --adresse "3 rue du Bac" --cp 59110 --commune "La Madeleine"',
        'of modifier 2026-0001 --telephone "06 39 98 10 10"',
        "of modifier 2026-0001 --representant 1 --confidentielle oui",
    ),
    "fiche": (
        'of fiche 2026-0001 --telephone "06 39 98 10 10" --conseiller "Camille Renard"',
        "of fiche 2026-0002 --terminer-representant 1 --a-compter-du 01/12/2026",
        'of fiche 2026-0001 --commune "La Madeleine" --note "la famille a déménagé"',
    ),
    "chercher": ("of chercher durand", 'of chercher "06 39 98"', 'of chercher "zoe marquette"'),
    "dossiers": ("of dossiers", "of dossiers --etape absence", "of dossiers --commune Lambersart --csv"),
    "voir": ("of voir 2026-0002", "of voir ferreira", "of voir 2026-0002 --confidentiel"),
    "guide": ("of guide 2026-0004", "of guide", "of guide absence"),
    "pourquoi": (
        "of pourquoi 2026-0004",
        "of pourquoi 2026-0004 departement",
        "of pourquoi 2026-0001 transmettre",
    ),
    "contact": (
        "of contact 2026-0001 --nature telephone --resultat message",
        'of contact 2026-0001 --nature sms --resultat sans_reponse --note "relance du matin"',
        "of contact 2026-0001 --nature telephone --resultat joint --qui representant",
    ),
    "convoquer --lot": (
        "of convoquer --lot",
        "of convoquer --lot --commune Lambersart --echeance-avant 15/12/2026",
        "of convoquer --lot --limite 2 --appliquer --poster",
    ),
    "imilo": (
        "of imilo a-ressaisir",
        "of imilo a-ressaisir --coche 2026-0001.1",
        "of imilo comparer liste.csv",
    ),
    "imilo a-ressaisir": (
        "of imilo a-ressaisir --depuis 01/11/2026",
        "of imilo a-ressaisir --coche 2026-0001.1",
        "of imilo a-ressaisir --coches",
    ),
    "imilo comparer": (
        "of imilo comparer liste.csv",
        "of imilo comparer liste.csv --json",
        "of imilo comparer liste.csv --correspondance siei",
    ),
    "courriers": ("of courriers", "of courriers --etat prepare", "of courriers imprimer"),
    "courriers apercu": (
        "of courriers apercu 2026-0014",
        "of courriers apercu 2026-0014 --png",
        "of courriers apercu 2026-0014 --docx",
    ),
    "courriers bordereau": (
        "of courriers bordereau T0001",
        "of courriers bordereau T0001 --sortie bordereau.pdf",
        "of courriers tirages",
    ),
    "courriers imprimer": (
        "of courriers imprimer",
        "of courriers imprimer --recto-verso",
        "of courriers imprimer --sortie courriers-du-jour.pdf",
    ),
    "courriers modeles": (
        "of courriers modeles",
        "of courriers modeles verifier",
        "of courriers modeles --json",
    ),
    "courriers poster": (
        "of courriers poster 2026-0013 --mode simple",
        "of courriers poster T0002 --mode recommande --le 30/11/2026",
        "of courriers poster 2026-0013 --mode suivi --le 30/11/2026",
    ),
    "courriers renvoyer": (
        "of courriers renvoyer C000001",
        'of modifier 2026-0015 --adresse "3 rue du Bac"',
        "of courriers --etat npai",
    ),
    "courriers reprendre": (
        "of courriers reprendre C000048 retouche.docx",
        "of courriers apercu C000048 --docx",
        "of courriers apercu C000048 --ouvrir",
    ),
    "courriers corriger": (
        'of courriers corriger C000003 --le 19/11/2026 --motif "parti le lendemain"',
        'of courriers corriger C000004 --mode simple --motif "le guichet était fermé"',
        'of courriers corriger C000003 --numero "1A 234 567 8901 2" --motif "étiquette mal lue"',
    ),
    "courriers retour": (
        "of courriers retour C000003 --issue npai",
        "of courriers retour C000004 --issue distribue --le 30/11/2026",
        "of courriers retour C000004 --issue non_reclame --le 30/11/2026",
    ),
    "courriers tirages": (
        "of courriers tirages",
        "of courriers tirages --json",
        "of courriers imprimer --lot T0001",
    ),
    "courriers verifier": ("of courriers verifier", "of courriers verifier --json", "of docteur"),
    "nuit": ("of nuit", "of nuit --simuler", "of nuit --simuler --au 31/12/2026"),
    "planifier": ("of planifier", "of nuits", "of rapport"),
    "nuits": ("of nuits", "of nuits --du 01/10/2026", "of nuits --json"),
    "rapport": ("of rapport", "of rapport --noms", "of rapport --format html --sortie rapport.html"),
    "docteur": ("of docteur", "of docteur --json", "of base etat"),
    "stats": ("of stats", "of stats --annee 2026 --par sexe,age", "of stats --dossiers I10"),
    "bilan": ("of bilan 2026", "of bilan 2026 --format pdf", "of bilan liste"),
    "bilan annee": ("of bilan 2026", "of bilan 2026 --format xlsx --interne", "of bilan 2026 --figer"),
    "bilan comparer": (
        "of bilan comparer B0001",
        "of bilan comparer B0001 B0002",
        "of bilan comparer B0001 --json",
    ),
    "bilan liste": ("of bilan liste", "of bilan liste --json", "of bilan 2026 --figer"),
    "procedure": ("of procedure", "of procedure --format mermaid", "of pourquoi 2026-0004"),
    "config": ("of config montrer", "of config montrer procedure", "of config valider"),
    "config montrer": ("of config montrer", "of config montrer preavis", "of config montrer --json"),
    "config valider": ("of config valider", "of config valider --json", "of config montrer"),
    "completion": ("of completion", "of completion bash", "of completion powershell --montrer"),
    "base": ("of base etat", "of base sauvegarder", "of base exercice"),
    "base etat": ("of base etat", "of base etat --json", "of docteur"),
    "base exercice": ("of base exercice", "of base exercice --json", "of base sauvegarder"),
    "base migrer": ("of base migrer", "of base etat", "of base sauvegarder avant.db"),
    "base restaurer": (
        "of base restaurer sauvegarde.db",
        "of base restaurer sauvegarde.db --appliquer --perdre-les-actes",
        "of base restaurer sauvegarde.db --json",
    ),
    "base sauvegarder": (
        "of base sauvegarder",
        "of base sauvegarder copie.db",
        "of base sauvegarder copie.db --avec-courriers",
    ),
}


def examples_of(words: str) -> tuple[str, ...]:
    """Return what can be pasted for a command of no act, named by its words (« courriers poster »); none for
    one that is not in the table yet, which a test finds."""
    return EXAMPLES.get(words, ())
