"""What can be pasted: three examples a command, with which its help begins. A test runs them all, in a demo
base (`tests/cli/test_examples.py`).

A row is a command by its words; every line is one command, as it is typed.
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
    "signaler": (
        "of signaler 2026-0001",
        "of signaler 2026-0001 --source psad --signale-le 25/11/2026",
        'of signaler 2026-0001 --source cfa --note "appel du CFA"',
    ),
    "convoquer": (
        'of convoquer 2026-0001 --rdv "15/12/2026 14:00"',
        'of convoquer 2026-0001 --rdv "15/12/2026 14:00" --envoi simple',
        'of convoquer 2026-0003 --rdv "05/01/2027 10:00" --envoi recommande',
    ),
    "convoquer --lot": (
        "of convoquer --lot",
        "of convoquer --lot --commune Lambersart --echeance-avant 15/12/2026",
        "of convoquer --lot --limite 2 --appliquer --poster",
    ),
    "reporter": (
        'of reporter 2026-0002 --rdv "15/12/2026 16:00" --motif demande_famille',
        'of reporter 2026-0002 --rdv "15/12/2026 16:00" --motif indisponibilite_structure --envoi simple',
        'of reporter 2026-0002 --rdv "04/12/2026 10:00" --motif demande_famille --motif-preavis accord',
    ),
    "inviter": (
        'of inviter 2026-0005 --rdv "10/12/2026 10:00"',
        'of inviter 2026-0005 --rdv "10/12/2026 10:00" --par sms',
        'of inviter 2026-0005 --rdv "10/12/2026 10:00" --envoi simple',
    ),
    "recevoir": (
        "of recevoir 2026-0002 --present les_deux",
        "of recevoir 2026-0002 --present mineur --duree 45",
        "of recevoir 2026-0001 --present les_deux --mode passage",
    ),
    "absence": (
        "of absence 2026-0002",
        "of absence 2026-0002 --attendu-jusqu-a 14:20",
        "of absence 2026-0002 --venu representant",
    ),
    "justifier": (
        "of justifier 2026-0008 --motif maladie",
        'of justifier 2026-0008 --motif transport --note "grève des bus"',
        'of justifier 2026-0003 --motif familial --motif-retard "lettre arrivée après"',
    ),
    "situation": (
        "of situation 2026-0005 --nature apprentissage --debut 01/12/2026 --preuve contrat",
        "of situation 2026-0005 --nature scolarite --debut 30/11/2026 --preuve assiduite",
        "of situation 2026-0005 --nature service_civique --debut 01/12/2026 --fin 31/05/2027 "
        "--preuve contrat",
    ),
    "exempter": (
        "of exempter 2026-0005",
        "of exempter 2026-0005 --jusqu-au 30/06/2027",
        "of exempter 2026-0005 --le 30/11/2026",
    ),
    "rompre": (
        "of rompre 2026-0006 --motif rupture_contrat",
        "of rompre 2026-0006 --motif abandon --depuis 27/11/2026",
        "of rompre 2026-0006 --motif fermeture --du-fait organisme",
    ),
    "proposer": (
        "of proposer 2026-0005 --nature apprentissage --reponse reflexion",
        "of proposer 2026-0005 --nature formation_initiale --reponse refusee",
        "of proposer 2026-0005 --nature service_civique --reponse acceptee",
    ),
    "promettre": (
        "of promettre 2026-0005 --nature apprentissage --debut 04/01/2027 --preuve contrat",
        "of promettre 2026-0005 --nature scolarite --debut 04/01/2027 --preuve attestation",
        "of promettre 2026-0005 --nature liste_attente --debut 04/01/2027 --preuve attestation",
    ),
    "demander": (
        'of demander 2026-0005 --partenaire "CIO de Lille" --objet nouvelles --avant 15/12/2026',
        'of demander 2026-0005 --genre lycee --nom "lycée Baggio" --objet inscription --avant 10/12/2026',
        'of demander 2026-0012 --genre cfa --nom "CFA de Roubaix" --objet place --avant 18/12/2026',
    ),
    "repondre": (
        "of repondre 2026-0006 --reponse favorable",
        "of repondre 2026-0006 --reponse renseignement --demande 4",
        'of repondre 2026-0006 --reponse sans_reponse --note "deux relances"',
    ),
    "inscrire": (
        "of inscrire 2026-0005 --reunion 15/12/2026 --sujet place",
        "of inscrire 2026-0012 --reunion 15/12/2026 --sujet injoignable",
        'of inscrire 2026-0001 --reunion 15/12/2026 --sujet relais --note "demandé par le CIO"',
    ),
    "decider": (
        'of decider 2026-0007 --quoi contacter --qui "CIO de Lille" --avant 18/12/2026',
        "of decider 2026-0007 --quoi recevoir --qui nous --avant 11/12/2026",
        "of decider 2026-0007 --quoi rien",
    ),
    "achever": (
        "of achever 2026-0006",
        "of achever 2026-0006 --issue abandonnee",
        'of achever 2026-0006 --decision 6 --note "le CIO l\'a reçu"',
    ),
    "cadrer": (
        'of cadrer 2026-0005 --cadre tdo --debut 01/12/2026 --etablissement "lycée Baggio"',
        "of cadrer 2026-0005 --cadre avenir_pro --debut 02/11/2026",
        "of cadrer 2026-0012 --cadre pae --debut 01/09/2026 --fin 31/12/2026",
    ),
    "retirer": (
        "of retirer 2026-0007 --motif non_tenue",
        "of retirer 2026-0007 --motif refusee",
        'of retirer 2026-0007 --motif retiree --note "le patron a fermé"',
    ),
    "silence": (
        "of silence 2026-0012",
        "of silence 2026-0012 --le 30/11/2026",
        'of silence 2026-0012 --note "trois relances"',
    ),
    "preparer": (
        "of preparer 2026-0009",
        'of preparer 2026-0009 --note "avant les vacances"',
        "of pourquoi 2026-0009 departement",
    ),
    "transmettre": (
        'of transmettre 2026-0004 --signataire "Camille Renard" --verifier',
        'of transmettre 2026-0004 --signataire "Camille Renard"',
        'of transmettre 2026-0004 --signataire "Camille Renard" --envoi recommande',
    ),
    "reponse": (
        "of reponse 2026-0010 --nature accuse",
        "of reponse 2026-0010 --nature mesure",
        "of reponse 2026-0010 --nature retour --le 30/11/2026",
    ),
    "clore": (
        "of clore 2026-0001 --motif erreur",
        "of clore 2026-0001 --motif depart_etranger",
        "of clore 2026-0001 --motif demenagement --vers ML-ROUBAIX",
    ),
    "rouvrir": (
        'of rouvrir 2026-0011 --motif "fermé par erreur"',
        'of rouvrir 2026-0011 --motif "il est revenu"',
        'of rouvrir 2026-0011 --motif "revenu" --note "vu le 30"',
    ),
    "rectifier": (
        "of rectifier 2026-0002 --acte 2 --motif personne",
        'of rectifier 2026-0002 --acte 2 --motif autre --precision "mauvais homonyme"',
        "of rectifier 2026-0008 --acte 2 --motif personne --avec-suite",
    ),
    "annuler": (
        'of annuler 2026-0014 --motif "mauvais dossier"',
        'of annuler 2026-0006 --motif "contrat non signé"',
        'of annuler 2026-0007 --motif "erreur de saisie"',
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
    """Return what can be pasted for a command named by its words (« courriers poster »); none for one that is
    not in the table yet, which a test finds."""
    return EXAMPLES.get(words, ())
