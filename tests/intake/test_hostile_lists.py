"""Lists as partners send them, each with what is right: who gets in and as what, who waits, who is refused, what is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from intake.lists import look
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.persons import Signalement


def told(report: Signalement) -> str:
    """Return what is kept of a minor and of the representatives, in one line."""
    j, a = report.jeune, report.jeune.adresse
    minor = (j.nom, j.prenom, j.naissance.isoformat(), j.sexe, j.commune, a.ligne1, j.tel_portable, j.tel_fixe)
    persons = (" ".join(filter(None, (str(r.qualite), r.nom, r.prenom, r.telephone))) for r in report.representants)
    return " | ".join([" ; ".join(filter(None, minor)), *persons])


def check(seen: Preview, taken: dict[int, str], waiting: list[int], refused: list[int], said: tuple[str, ...]) -> None:
    assert {line: told(report) for line, report in seen.a_creer} == taken
    assert sorted(doubt.ligne for doubt in seen.douteux) == waiting
    assert sorted({fault.ligne for fault in seen.rejets}) == refused
    motifs = [d.motif for d in seen.douteux] + [f"{f.champ} : {f.motif}" for f in (*seen.rejets, *seen.avertis)]
    assert seen.lecture is not None
    everything = "\n".join([*motifs, *(c.shown for c in seen.lecture.unread), *seen.lecture.assumed])
    assert [each for each in said if each not in everything] == []


CASES: dict[str, tuple[str, dict[int, str], list[int], list[int], tuple[str, ...]]] = {
    "a CFA's export: « apprenti », the phone of the employer left out": (
        "Statut;Nom apprenti;Prénom apprenti;Sexe apprenti;Date naiss. apprenti;Adresse apprenti;CP apprenti;Ville apprenti;"
        "Tél apprenti;Nom responsable;Prénom responsable;Tél responsable;Date rupture contrat;Nom entreprise;Tél entreprise\n"
        "Rupturant;NGUYEN;Minh Anh;F;27/02/2010;14 rue Faidherbe;59110;LA MADELEINE;0639980101;NGUYEN;Thi Hoa;0639980202;"
        "05/09/2026;FEU VERT;0353010101\n",
        {2: "NGUYEN ; Minh Anh ; 2010-02-27 ; F ; La Madeleine ; 14 rue Faidherbe ; 06 39 98 01 01 | autre NGUYEN Thi Hoa 06 39 98 02 02"},
        [], [], ("Nom entreprise", "Tél entreprise", "Statut"),
    ),
    "the State's list: compact dates, a link beside a civility, 1 and 2, a situation in a column of its own": (
        "RNE;ETAB;INE;NOM;PRENOM;SEXE;NE LE;CODE POSTAL;COMMUNE;TEL PERS;TEL PORTABLE;RESP LEGAL 1 CIVILITE;RESP LEGAL 1 NOM;"
        "RESP LEGAL 1 PRENOM;RESP LEGAL 1 LIEN;RESP LEGAL 1 TEL;SITUATION\n"
        "0590001A;LP;123456789AB;EL AMRANI;YASMINE;2;20100319;59840;PERENCHIES;0353010001;0639980001;MME;EL AMRANI;FATIMA;MERE;"
        "0639980002;SANS SOLUTION\n"
        "0590001A;LP;123456780AB;LE GALL;ERWAN;1;20091225;59118;WAMBRECHIES;;;M;LE GALL;YANN;PERE;0639980004;RESCOLARISE\n",
        {2: "EL AMRANI ; YASMINE ; 2010-03-19 ; Pérenchies ; 06 39 98 00 01 ; 03 53 01 00 01 | mere EL AMRANI FATIMA 06 39 98 00 02"},
        [3], [], ("« RESCOLARISE », dans une colonne qui n'est pas lue", "1 et 2, sans rien qui dise"),
    ),
    "two columns that changed places, on every row": (
        "NOM;PRENOM;DATE NAISSANCE;SEXE;COMMUNE\nLéa;DUPONT;14/05/2009;F;Lambersart\nHugo;MARTIN;23/03/2010;M;Lambersart\n",
        {}, [2, 3], [], ("c'est le prénom qui est en capitales",),
    ),
    "a platform's list: what nobody reads may stop everything": (
        "Nom;Prenom;Date_naissance;Genre;Ville;Telephone;Commentaire\n"
        "LECLERCQ;Manon;2009-12-25;Féminin;ST ANDRE LEZ LILLE;+33 6 39 98 05 05;ne pas appeler le père\n"
        "O'BRIEN;Sean;2010-03-14;Masculin;MARCQ EN BAROEUL CEDEX;0033639980606;DCD\n"
        "ROY;Ana;2009-11-26;Féminin;Lambersart;;père décédé en mai\n"
        "PETIT;Lou;2010-01-29;Masculin;Lambersart;;adresse confidentielle\n",
        {2: "LECLERCQ ; Manon ; 2009-12-25 ; F ; Saint-André-lez-Lille ; 06 39 98 05 05"},
        [3, 4, 5], [], ("« DCD », dans une colonne", "« père décédé en mai »", "« adresse confidentielle »"),
    ),
    "an appointment tool: comma, snake case, the town before the postcode": (
        "rendez_vous_id,starts_at,usager_prenom,usager_nom,usager_date_naissance,usager_tel,usager_adresse,statut\n"
        '12,2026-10-20 09:00,Léa,DUPONT,14/05/2009,+33639980701,"12 rue des Lilas, 59130 Lambersart",confirmé\n'
        '13,2026-10-20 10:00,Karim,BENALI,15/06/2010,06 39 98 07 02,"4 rue du Port, La Madeleine, 59110",annulé\n',
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; Lambersart ; 12 rue des Lilas ; 06 39 98 07 01",
            3: "BENALI ; Karim ; 2010-06-15 ; La Madeleine ; 4 rue du Port ; 06 39 98 07 02",
        },
        [], [], ("starts_at", "statut"),
    ),
    "a school's list: a title, « Élève », a phone beside its representative, particles, a total": (
        "Liste des élèves non réinscrits;;;;\nCollège Exemple;;;;\n;;;;\nElève;Né(e) le;Classe;Resp 1;Tél 1\n"
        "DUPONT Léa;14/05/09;3A;Mme DUPONT Anne;0639980801\n"
        "de la FONTAINE Jean-Luc;15/06/10;3B;M. de la FONTAINE Paul;06-39-98-08-02\n"
        "VAN DEN BERGHE Lotte;16/07/10;3B;;\nTotal : 3 élèves;;;;\n",
        {
            5: "DUPONT ; Léa ; 2009-05-14 | autre DUPONT Anne 06 39 98 08 01",
            6: "de la FONTAINE ; Jean-Luc ; 2010-06-15 | autre de la FONTAINE Paul 06 39 98 08 02",
            7: "VAN DEN BERGHE ; Lotte ; 2010-07-16",
        },
        [], [], (),
    ),
    "an American program: its headings, its dates": (
        "LastName,FirstName,DOB,Gender,Address,City,Zip,Phone\n"
        "DUPONT,Léa,05/14/2009,F,12 rue des Lilas,Lambersart,59130,0639980901\n"
        "MARTIN,Tom,3/4/2010,M,4 rue du Port,La Madeleine,59110,0639980902\n",
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; F ; Lambersart ; 12 rue des Lilas ; 06 39 98 09 01",
            3: "MARTIN ; Tom ; 2010-03-04 ; M ; La Madeleine ; 4 rue du Port ; 06 39 98 09 02",
        },
        [], [], ("ordre américain",),
    ),
    "phones of Réunion, Mayotte, Guyane, Martinique, Polynésie": (
        "NOM;PRENOM;DATE_NAISSANCE;TEL_PORTABLE;TEL_FIXE\nPAYET;Luc;14/05/2009;0692980101;0262980102\n"
        "HOARAU;Mia;25/09/2009;+262 692 98 01 03;\nMAYO;Anli;22/12/2009;0639 69 01 02;0269 61 01 02\n"
        "GUY;Tafi;29/01/2010;+594 694 20 01 02;0594 30 01 02\nANT;Loïc;30/06/2010;696980101;0596 50 01 02\n"
        "POLY;Teva;19/05/2009;+689 87 70 01 02;\n",
        {
            2: "PAYET ; Luc ; 2009-05-14 ; 06 92 98 01 01 ; 02 62 98 01 02",
            3: "HOARAU ; Mia ; 2009-09-25 ; 06 92 98 01 03",
            4: "MAYO ; Anli ; 2009-12-22 ; 06 39 69 01 02 ; 02 69 61 01 02",
            5: "GUY ; Tafi ; 2010-01-29 ; 06 94 20 01 02 ; 05 94 30 01 02",
            6: "ANT ; Loïc ; 2010-06-30 ; 06 96 98 01 01 ; 05 96 50 01 02",
            7: "POLY ; Teva ; 2009-05-19 ; +689 87 70 01 02",
        },
        [], [], (),
    ),
    "two parents in one cell, « idem », « NPAI », « foyer »": (
        "Nom;Prénom;Né le;Adresse;Ville;Parents;Tél parents\n"
        "DUPONT;Léa;14/05/2009;12 rue des Lilas;Lambersart;DUPONT Paul et ROY Anne;06 39 98 10 01 / 06 39 98 10 02\n"
        "MARTIN;Tom;25/09/2009;idem;idem;idem;NPAI\n"
        "BENALI;Sami;26/10/2009;NPAI;La Madeleine;M. BENALI (décédé) / Mme BENALI Nadia;06 39 98 10 05\n"
        "ROY;Ana;27/11/2009;SDF;;foyer départemental;-\n",
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; Lambersart ; 12 rue des Lilas | autre DUPONT Paul 06 39 98 10 01 | autre ROY Anne",
            3: "MARTIN ; Tom ; 2009-09-25",
        },
        [4, 5], [], ("Adresse : « idem » renvoie à une autre case", "Parents : « idem »", "un seul est gardé, 06 39 98 10 01"),
    ),
    "married names, remarks in a name, a service, nobody": (
        "NOM;PRENOM;DATE_NAISSANCE;RL1_LIEN;RL1_NOM;RL1_PRENOM\n"
        "DURAND née PETIT;Léa;14/05/2009;Mère;PETIT;Anne\nD’ARC;Jehanne;25/06/2009;maman;D'ARC épouse ROY;Isabelle\n"
        "N'GUESSAN;Kouassi (dit Yann);17/08/2009;Mère;N'GUESSAN;Aya\nX;Inconnu;19/09/2009;;;\nTEST;Test;20/10/2009;;;\n"
        "COUSIN;Zoé;21/11/2009;Père;COUSIN;Luc\nROY;Ana;22/12/2009;Mère;COUSIN;Eva\nBAS;Eli;23/01/2009;Père;BAS †;Jo\n",
        {7: "COUSIN ; Zoé ; 2009-11-21 | pere COUSIN Luc"},
        [2, 3, 4, 6, 8, 9], [5], ("dit plus qu'un nom", "n'est pas le nom de quelqu'un", "« † »"),
    ),
    "filled columns without a heading": (
        "NOM;PRENOM;;DATE_NAISSANCE;;\nDUPONT;Léa;F;14/05/2009;à rappeler;\nMARTIN;Tom;M;25/09/2009;;x\n",
        {2: "DUPONT ; Léa ; 2009-05-14", 3: "MARTIN ; Tom ; 2009-09-25"},
        [], [], ("colonne C, sans titre", "colonne E, sans titre", "colonne F, sans titre"),
    ),
    "codes that contradict each other, other people's communes, a lost zero": (
        "NOM;PRENOM;DATE_NAISSANCE;COMMUNE;CODE_POSTAL;CODE_INSEE\nDUPONT;Léa;14/05/2009;Lambersart;59110;59328\n"
        "MARTIN;Tom;25/09/2009;Lambersart;59130;59368\nROY;Ana;26/11/2009;;59130;59328\nPETIT;Zoé;18/02/2010;Lomme;59160;\n"
        "LONG;Max;30/06/2009;Bourg-en-Bresse;1000;1053\nGRAND;Noa;30/06/2010;Marcq;59700;\nBIS;Eva;11/07/2009;St André;;\n"
        "TER;Eve;21/08/2009;lambersard;;\n",
        {
            4: "ROY ; Ana ; 2009-11-26 ; Lambersart",
            7: "GRAND ; Noa ; 2010-06-30 ; Marcq-en-Barœul",
            9: "TER ; Eve ; 2009-08-21 ; Lambersart",
        },
        [2, 3, 5, 6, 8], [],
        ("59110 est celui de La Madeleine", "59368 est celui de La Madeleine", "Lille (code 59350) n'est pas une commune du territoire",
         "Bourg-en-Bresse (code 01053)", "peut être : Saint-André-lez-Lille (59350)"),
    ),
    "two header lines: whose it is above, what it is below": (
        "Jeune;;;;Responsable 1;;;Responsable 2;;\nNom;Prénom;Date de naissance;Commune;Nom;Prénom;Téléphone;Nom;Prénom;Téléphone\n"
        "DUPONT;Léa;14/05/2009;Lambersart;DUPONT;Anne;0639981101;ROY;Paul;0639981102\n",
        {3: "DUPONT ; Léa ; 2009-05-14 ; Lambersart | autre DUPONT Anne 06 39 98 11 01 | autre ROY Paul 06 39 98 11 02"},
        [], [], (),
    ),
    "headings written on two lines": (
        "Nom de;Prénom de;Date de;Commune de\nl'élève;l'élève;naissance;résidence\nDUPONT;Léa;14/05/2009;Lambersart\n",
        {3: "DUPONT ; Léa ; 2009-05-14 ; Lambersart"}, [], [], (),
    ),
    "dates of every kind in one column": (
        "Nom;Prénom;Naissance;Tél\nDUPONT;Léa;14052009;06 39 98 21 01\nMARTIN;Tom;250909;tel mère 06 39 98 21 03\n"
        "ROY;Ana;2009.12.22;0033 6 39 98 21 04\nPETIT;Lou;29-janv-10;6.39.98.21.05\nGRAND;Noa;30/6/10;06/39/98/21/06\n"
        "LONG;Max;le 30 juin 2009;(+33)639982107\nBAS;Eli;Mardi 2 décembre 2008;\nHAUT;Zoé;1er\u202fseptembre 2009;\n",
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; 06 39 98 21 01",
            3: "MARTIN ; Tom ; 2009-09-25 ; 06 39 98 21 03",
            4: "ROY ; Ana ; 2009-12-22 ; 06 39 98 21 04",
            5: "PETIT ; Lou ; 2010-01-29 ; 06 39 98 21 05",
            6: "GRAND ; Noa ; 2010-06-30 ; 06 39 98 21 06",
            7: "LONG ; Max ; 2009-06-30 ; 06 39 98 21 07",
            8: "BAS ; Eli ; 2008-12-02",
            9: "HAUT ; Zoé ; 2009-09-01",
        },
        [], [], (),
    ),
    "one number among words in the column of sexes": (
        "NOM;PRENOM;DATE_NAISSANCE;SEXE\nDUPONT;Léa;14/05/2009;Fille\nMARTIN;Tom;25/09/2009;Garçon\nROY;Ana;22/12/2009;Mme\n"
        "PETIT;Lou;29/01/2010;H\nGRAND;Noa;30/06/2010;Non binaire\nLONG;Max;30/06/2009;1\n",
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; F", 3: "MARTIN ; Tom ; 2009-09-25 ; M", 4: "ROY ; Ana ; 2009-12-22 ; F",
            5: "PETIT ; Lou ; 2010-01-29 ; M", 6: "GRAND ; Noa ; 2010-06-30", 7: "LONG ; Max ; 2009-06-30 ; M",
        },
        [], [], ("« Non binaire » n'est pas un sexe connu", "SEXE : 1 pour un garçon, 2 pour l'autre, comme dans un numéro de sécurité sociale."),
    ),
    "streets that hold a postcode, a service, an error, an accent of another encoding": (
        "NOM;PRENOM;DATE_NAISSANCE;ADRESSE1;CODE_POSTAL;COMMUNE\n"
        "DUPONT;Léa;14/05/2009;12 rue des Lilas BP 12 59130 LAMBERSART CEDEX;59130;LAMBERSART CEDEX\n"
        "LONG;Max;30/06/2009;12 RUE DES LILAS, APPT 3, 59130;;LAMBERSART\nGRAND;Noa;30/06/2010;CCAS;59130;Lambersart\n"
        "BAS;Eli;21/02/2009;#NOM?;59130;Lambersart\nHAUT;Zoé;21/03/2009;rue du LycÚe;59130;Lambersart\n"
        "CÔTE;Zia;21/04/2009;rue du Coll‚ge;59130;Lambersart\n",
        {
            2: "DUPONT ; Léa ; 2009-05-14 ; Lambersart ; 12 rue des Lilas BP 12",
            3: "LONG ; Max ; 2009-06-30 ; Lambersart ; 12 RUE DES LILAS, APPT 3",
            4: "GRAND ; Noa ; 2010-06-30 ; Lambersart", 5: "BAS ; Eli ; 2009-02-21 ; Lambersart",
            6: "HAUT ; Zoé ; 2009-03-21 ; Lambersart", 7: "CÔTE ; Zia ; 2009-04-21 ; Lambersart",
        },
        [], [], ("« CCAS » n'est pas une adresse", "« #NOM? » est une erreur", "« rue du LycÚe » a perdu", "« rue du Coll‚ge » a perdu"),
    ),
    "each line made one cell by another program": (
        '"NOM;PRENOM;DATE_NAISSANCE;ADRESSE1"\n"DUPONT;Léa;14/05/2009;12 rue ""des"" Lilas"\n"MARTIN;Tom;25/09/2009;"\n',
        {2: 'DUPONT ; Léa ; 2009-05-14 ; 12 rue "des" Lilas', 3: "MARTIN ; Tom ; 2009-09-25"}, [], [], (),
    ),
    "a quote that is not closed spoils its own line, and says only that": (
        'NOM;PRENOM;DATE_NAISSANCE\n"DUPONT";"Léa";"14/05/2009"\n"MARTIN;Tom;25/09/2009\nROY;Ana;22/12/2009\n',
        {2: "DUPONT ; Léa ; 2009-05-14", 4: "ROY ; Ana ; 2009-12-22"}, [], [3], ("guillemet",),
    ),
    "a separator in a value": (
        "NOM,PRENOM,DATE_NAISSANCE,ADRESSE1,COMMUNE\nDUPONT,Léa,14/05/2009,12, rue des Lilas,Lambersart\n"
        'MARTIN,Tom,25/09/2009,"4, rue du Port",Lambersart\n',
        {3: "MARTIN ; Tom ; 2009-09-25 ; Lambersart ; 4, rue du Port"}, [2], [], ("un séparateur traîne",),
    ),
    "reasons for leaving that say a solution in other words": (
        "NOM;PRENOM;DATE_NAISSANCE;MOTIF_SORTIE\nDUPONT;Léa;14/05/2009;Pas de contrat signé\nMARTIN;Tom;25/09/2009;A signé un contrat\n"
        "ROY;Ana;22/12/2009;Réinscrite en CAP\nLONG;Max;30/06/2009;A trouvé une école\nBAS;Eli;21/02/2009;N'a pas trouvé un patron\n"
        "HAUT;Zoé;21/03/2009;Retour au lycée\n",
        {2: "DUPONT ; Léa ; 2009-05-14", 6: "BAS ; Eli ; 2009-02-21"}, [3, 4, 5, 7], [], (),
    ),
    "mojibake twice over, in part, and of DOS or of a Mac": (
        "NOM;PRENOM;DATE_NAISSANCE;COMMUNE\nHERVÃƒâ€°;ZoÃƒÂ©;14/05/2009;PÃƒÂ©renchies\nGARNIER;FranÃ§ois;25/09/2009;Marcq-en-BarÅ“ul\n"
        "HERV╔;ZoÚ;22/12/2009;Lambersart\nGAR€ON;Fran‡ois;30/06/2009;Lambersart\nH\u0192RON;NoŽ;21/02/2009;Lambersart\n"
        "B\ufffdUF;Lo\ufffdc;21/03/2009;Lambersart\n",
        {
            2: "HERVÉ ; Zoé ; 2009-05-14 ; Pérenchies",
            3: "GARNIER ; François ; 2009-09-25 ; Marcq-en-Barœul",
        },
        [4, 5, 6], [7], (),
    ),
    "an INE for three minors, the same minor three times, twins": (
        "NOM;PRENOM;DATE_NAISSANCE;INE\nDUPONT;Léa;14/05/2009;123456789AB\nMARTIN;Tom;25/09/2009;123456789AB\n"
        "DUPOND;Léa;14/05/2009;\nROY;Ana;22/12/2009;\nROY;Anouk;22/12/2009;\nANA;Roy;22/12/2009;\n",
        {2: "DUPONT ; Léa ; 2009-05-14", 5: "ROY ; Ana ; 2009-12-22", 6: "ROY ; Anouk ; 2009-12-22"}, [3, 4, 7], [],
        ("Même personne que la ligne 2", "se prononce pareil", "nom et prénom inversés"),
    ),
    "numbers that a spreadsheet made of texts": (
        "INE;NOM;PRENOM;DATE_NAISSANCE;COMMUNE;CODE_POSTAL;TEL_PORTABLE\n"
        "1,23457E+08;DUPONT;Léa;14/05/2009;Lambersart;5,913E+04;6,39981E+08\n"
        "123456789AB;MARTIN;Tom;25/09/2009;Lambersart;59130.0;639981302.0\n",
        {2: "DUPONT ; Léa ; 2009-05-14 ; Lambersart", 3: "MARTIN ; Tom ; 2009-09-25 ; Lambersart ; 06 39 98 13 02"}, [], [],
        ("le tableur a changé l'INE en nombre", "n'est pas un numéro de téléphone"),
    ),
    "midnights of Paris in universal time": (
        "NOM;PRENOM;DATE_NAISSANCE\nDUPONT;Léa;2009-05-13T22:00:00.000Z\nROY;Ana;2009-12-01T23:00:00.000Z\n",
        {2: "DUPONT ; Léa ; 2009-05-14", 3: "ROY ; Ana ; 2009-12-02"}, [], [], (),
    ),
    "empty lines and columns everywhere": (
        ";;;\nNOM;PRENOM;DATE_NAISSANCE;;;;\nDUPONT;Léa;14/05/2009;;;;\n;;;;;;;\n  ; ;;;\nMARTIN;Tom;25/09/2009\n",
        {3: "DUPONT ; Léa ; 2009-05-14", 6: "MARTIN ; Tom ; 2009-09-25"}, [], [], (),
    ),
    "an export of the RIO, a representative at the same place in one cell": (
        "N° INE;Nom de famille;Prénom 1;Né(e) le;Code sexe;Adresse ligne 1;Adresse ligne 2;Code postal;Libellé commune;"
        "Resp. 1 - Nom;Resp. 1 - Prénom;Resp. 1 - Adresse\n"
        "123456789 AB;LEFEBVRE;Inès;14/05/2009;2;RES. LES LILAS;BAT B;59130;LAMBERSART;LEFEBVRE;SANDRINE;RES. LES LILAS BAT B 59130 LAMBERSART\n",
        {2: "LEFEBVRE ; Inès ; 2009-05-14 ; Lambersart ; RES. LES LILAS | autre LEFEBVRE SANDRINE"}, [], [], ("1 et 2",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_list_gives_what_is_right_or_a_doubt_and_says_the_rest(tmp_path: Path, name: str) -> None:
    text, taken, waiting, refused, said = CASES[name]
    path = tmp_path / "liste.csv"
    path.write_text(text, encoding="utf-8", newline="")
    check(look(path), taken, waiting, refused, said)


def _errors(sheet: Worksheet) -> None:
    sheet.append(["Nom", "Prénom", "Date naissance", "Téléphone", "INE"])
    sheet.append(["DUPONT", "Léa", 39947, 639982201, "#VALUE!"])
    sheet.append(["MARTIN", "Tom", "#N/A", None, None])


def _beside(sheet: Worksheet) -> None:
    for place, value in {
        "C3": "Liste",
        "C5": "NOM",
        "D5": "PRENOM",
        "E5": "DATE DE NAISSANCE",
        "C6": "DUPONT",
        "D6": "Léa",
        "H6": "vu le 3",
    }.items():
        sheet[place] = value
    sheet["E6"] = date(2009, 5, 14)


def _siblings(sheet: Worksheet) -> None:
    sheet.append(["NOM", "PRENOM", "DATE_NAISSANCE", "TEL_PORTABLE"])
    sheet.append(["DUPONT", "Léa", "14/05/2009", "0639981501"])
    sheet.append([None, "Lucie", "14/05/2009", None])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")


def _titled(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "ÉTAT DES SORTIES SANS SOLUTION"
    for line in (["Édité le", "15/10/2026"], [], ["Nom", "Prénom", "Date de naissance", "Téléphone"]):
        sheet.append(line)
    sheet.append(["DUPONT", "Léa", date(2009, 5, 14), 33639981403])
    sheet.append(["Total", 1])
    sheet.append(["Document confidentiel"])


BOOKS: dict[str, tuple[Callable[[Worksheet], None], dict[int, str], list[int], tuple[str, ...]]] = {
    "cells in error": (_errors, {2: "DUPONT ; Léa ; 2009-05-14 ; 06 39 98 22 01"}, [3],
                       ("INE : « #VALUE! » est une erreur du tableur", "Date naissance : « #N/A » est une erreur")),
    "a table that begins in the middle, a remark far to the right": (
        _beside, {6: "DUPONT ; Léa ; 2009-05-14"}, [], ("« vu le 3 »",)),
    "a name and a phone merged over two siblings": (
        _siblings, {2: "DUPONT ; Léa ; 2009-05-14 ; 06 39 98 15 01", 3: "DUPONT ; Lucie ; 2009-05-14 ; 06 39 98 15 01"}, [], ()),
    "a title merged over the table, a total, a mention below": (_titled, {5: "DUPONT ; Léa ; 2009-05-14 ; 06 39 98 14 03"}, [], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_gives_what_is_right_or_a_doubt_and_says_the_rest(tmp_path: Path, name: str) -> None:
    make, taken, refused, said = BOOKS[name]
    book = openpyxl.Workbook()
    make(book.worksheets[0])
    made = io.BytesIO()
    book.save(made)
    path = tmp_path / "liste.xlsx"
    path.write_bytes(made.getvalue())
    check(look(path), taken, [], refused, said)
