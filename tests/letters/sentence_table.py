"""The sentences of every letter, with the fields that they state; how one is entered: `sentences.py`."""

from __future__ import annotations

from letters.sentences import ASKS, LAW, TITLE, S

_YOUNG, _ADULT = "destinataire.est_le_jeune", "!destinataire.est_le_jeune"
_SEVERAL = ("accompagnants.1", "!accompagnants.0")  # or nobody knows how many

SIGNATURE = (
    S("{conseiller.prenom} {conseiller.nom}"),
    S("{conseiller.qualite}"),
)
CLOSE = (S("Nous vous prions d'agréer nos salutations distinguées.", ASKS),)
GREETING = (S("{destinataire.salutation}"),)
_CALL = "Votre contact : {conseiller.prenom} {conseiller.nom}, {conseiller.telephone}, {conseiller.courriel}"
CONTACT = (S(_CALL), S(f"{_CALL}."))
MENTION = (
    S("Vos données personnelles", "avec_mention"),
    S("Qui les utilise : {maison.nom}, responsable du traitement.", "avec_mention"),
    S("Pourquoi : vérifier que l'obligation de formation est respectée et proposer une solution.", LAW),
    S(
        "Sur quelle base : une mission d'intérêt public, confiée aux missions locales par les articles L. 114-1 et R. 114-4 à "
        "R. 114-7 du code de l'éducation.",
        LAW,
    ),
    S(
        "Lesquelles : identité et coordonnées du jeune et de ses représentants légaux, parcours scolaire, situation au regard de "
        "l'obligation, autorité parentale, rendez-vous, appels et courriers.",
        LAW,
    ),
    S("Aucun diagnostic : seulement, s'il y a lieu, qu'un certificat a été vu, et jusqu'à quand.", LAW),
    S(
        "D'où elles viennent : elles étaient dans notre fichier de suivi, nous ont été transmises par des partenaires, ou nous ont "
        "été données par vous.",
        "avec_mention repere_par_nous",
    ),
    S(
        "D'où elles viennent : elles nous ont été transmises par {source} ou par d'autres organismes partenaires, ou nous ont été données "
        "par vous.",
        "avec_mention !repere_par_nous",
    ),
    S(
        "Qui les reçoit : les personnes habilitées de la mission locale et, dans le cas prévu par l'article R. 114-7, "
        "{maison.autorite}."
    ),
    S("Combien de temps : jusqu'à la fin de la procédure, puis {maison.conservation} mois au plus."),
    S(
        "Vos droits : vous pouvez demander à les consulter, à les corriger, à en limiter l'usage, ou vous y opposer, en écrivant "
        "au délégué à la protection des données : {maison.delegue_donnees}."
    ),
    S(
        "Si la réponse ne vous convient pas, vous pouvez saisir la CNIL : www.cnil.fr, ou 3 place de Fontenoy, TSA 80715, 75334 "
        "Paris Cedex 07.",
        LAW,
    ),
)
APPOINTMENT = (
    S("Le {rendez_vous.le:date_longue} à {rendez_vous.heure:heure}"),
    S("Lieu : {rendez_vous.lieu}"),
    S("Nous vous recevons à part : {jeune.prenom} ne sera pas là.", "rendez_vous.a_part"),
    S("Avec : {rendez_vous.recu_par}", "rendez_vous.recu_par"),
    S("Pour venir : {maison.acces}"),
    S("Durée : environ {maison.duree_entretien} minutes."),
    S("Téléphone : {conseiller.telephone}"),
)
COME_WITH = (
    S("Venez avec un représentant légal[ ({accompagnants:ou})].", f"{_YOUNG} !jeune_seul"),
    *(S("Un seul suffit.", f"{_YOUNG} !jeune_seul {several}") for several in _SEVERAL),
    S(
        "Vous êtes {jeune.sexe:émancipé} : vous pouvez venir {jeune.sexe:seul}, ou avec la personne de votre choix.",
        f"{_YOUNG} jeune_seul=emancipe",
    ),
    S("Nous ne connaissons pas de représentant légal pour vous.", f"{_YOUNG} jeune_seul=inconnu"),
    S("Venez avec la personne qui a l'autorité parentale, ou dites-nous qui c'est.", f"{_YOUNG} jeune_seul=inconnu"),
    S(
        "La présence d'un membre de votre service, comme représentant légal, est attendue.",
        f"{_ADULT} destinataire.est_un_service",
    ),
    S(
        "Votre présence, comme {destinataire.sexe:représentant} {destinataire.sexe:légal}, est attendue.",
        f"{_ADULT} !destinataire.est_un_service destinataire.sexe",
    ),
    S(
        "Votre présence est attendue, au titre de la représentation légale {jeune.prenom:de}.",
        f"{_ADULT} !destinataire.est_un_service !destinataire.sexe",
    ),
    *(S("Un seul représentant suffit.", f"{_ADULT} {several}") for several in _SEVERAL),
)
TO_BRING = (
    S("Ce qu'il faut apporter, si vous l'avez", TITLE),
    S("une preuve de scolarité : certificat d'inscription et attestation d'assiduité ;", ASKS),
    S("un contrat (apprentissage, travail, service civique) ou une attestation de formation ;", ASKS),
    S("en cas de difficulté de santé, un certificat médical sans diagnostic : rien sur la maladie.", ASKS),
)
IN_ORDER = (
    S("Déjà en règle ?", TITLE),
    S("Un empêchement ?", TITLE),
    S("Si vous êtes déjà en formation, en emploi ou en accompagnement, envoyez-nous une preuve avant le rendez-vous.", _YOUNG),
    S(
        "Si {jeune.prenom} est déjà en formation, en emploi ou en accompagnement, envoyez-nous une preuve avant le rendez-vous.",
        _ADULT,
    ),
    S("Si la date ne convient pas, prévenez-nous : nous en choisirons une autre.", ASKS),
)
SUMMONS = (*GREETING, *APPOINTMENT, *COME_WITH, *TO_BRING, *IN_ORDER, *CONTACT, *CLOSE, *SIGNATURE, *MENTION)
FOLLOWS = (
    S(
        "Si personne ne vient et que rien ne montre que vous êtes en formation, nous informerons {maison.autorite} de votre "
        "situation au regard de l'obligation de formation[, au plus tôt le {information_des_le:date_simple}].",
        _YOUNG,
    ),
    S(
        "Si personne ne vient et que rien ne montre {jeune.prenom:que} est en formation, nous informerons {maison.autorite} de sa "
        "situation au regard de l'obligation de formation[, au plus tôt le {information_des_le:date_simple}].",
        _ADULT,
    ),
    S("C'est pour que le département puisse vous proposer son aide ; ce n'est pas une sanction.", _YOUNG),
    S("C'est pour que le département puisse proposer son aide ; ce n'est pas une sanction.", _ADULT),
    S("En cas d'absence, dites-nous pourquoi : un motif valable est toujours entendu.", ASKS),
)
_DUTY = "Jusqu'à 18 ans, chaque jeune doit être en formation : études, apprentissage, emploi, service civique ou accompagnement"
_ARTICLE = "L'article R. 114-6 du même code prévoit cet entretien, auquel "

TABLE: dict[str, tuple[S, ...]] = {
    "premiere_convocation": (
        *SUMMONS,
        S("Objet : convocation à un premier entretien", _YOUNG),
        S("Objet : convocation à un premier entretien avec {jeune.prenom} {jeune.nom}", f"{_ADULT} !rendez_vous.a_part"),
        S("Objet : convocation à un premier entretien sur la situation {jeune.nom_entier:de}", f"{_ADULT} rendez_vous.a_part"),
        S(f"{_DUTY}.", LAW),
        S("C'est l'obligation de formation (article L. 114-1 du code de l'éducation).", LAW),
        S("La mission locale vérifie qu'elle est respectée et vous aide à trouver une solution.", LAW),
        S("La mission locale vérifie qu'elle est respectée et aide à trouver une solution.", LAW),
        S(
            "Nous avons repéré votre situation le {signale_le:date_simple}, dans notre fichier de suivi.",
            f"{_YOUNG} repere_par_nous !excuse_le",
        ),
        S(
            "Votre situation nous a été signalée le {signale_le:date_simple} par {source_nommee}.",
            f"{_YOUNG} !repere_par_nous !excuse_le",
        ),
        S(
            "Nous avons repéré la situation {jeune.nom_entier:de} le {signale_le:date_simple}, dans notre fichier de suivi.",
            f"{_ADULT} repere_par_nous !excuse_le",
        ),
        S(
            "La situation {jeune.nom_entier:de} nous a été signalée le {signale_le:date_simple} par {source_nommee}.",
            f"{_ADULT} !repere_par_nous !excuse_le",
        ),
        S("Nous souhaitons en parler avec vous.", ASKS),
        S("Nous souhaitons en parler avec vous et {jeune.prenom}.", f"{_ADULT} !rendez_vous.a_part"),
        S("Vous n'avez pas pu venir au rendez-vous du {excuse_le:date_simple}.", f"{_YOUNG} excuse_de_leur_fait"),
        S(
            "Le rendez-vous du {excuse_le:date_simple} n'a pas eu lieu, sans que cela vienne de vous.",
            "!excuse_de_leur_fait",
        ),
        S("Nous vous en proposons un autre.", "excuse_le !excuse_de_leur_fait"),
        S("Cette absence est excusée, et nous vous en proposons un autre.", f"{_YOUNG} excuse_le excuse_de_leur_fait"),
        S(
            "L'absence {jeune.nom_entier:de} au rendez-vous du {excuse_le:date_simple} est excusée, et nous en proposons un autre.",
            f"{_ADULT} excuse_de_leur_fait",
        ),
        S(f"{_ARTICLE}vous êtes {{jeune.sexe:convoqué}} avec un représentant légal :", f"{_YOUNG} !jeune_seul=emancipe"),
        S(f"{_ARTICLE}vous êtes {{jeune.sexe:convoqué}} :", f"{_YOUNG} jeune_seul=emancipe"),
        S(f"{_ARTICLE}nous vous convoquons :", _ADULT),
        S("Si le rendez-vous n'a pas lieu", TITLE),
        S("En cas d'absence, dites-nous pourquoi dès que possible : un motif valable est toujours entendu.", ASKS),
        S("Sans nouvelle de votre part, nous enverrons une seconde convocation, comme le prévoit l'article R. 114-7.", LAW),
        S(
            "Le délai de deux mois de cet article commence avec cette lettre et se termine le {terme_le:date_simple}.",
            "!depart_le",
        ),
        S(
            "Le délai de deux mois de cet article court depuis le {depart_le:date_simple} et se termine le {terme_le:date_simple}."
        ),
        S("Nous nous arrêterons avant : vous aurez 18 ans le {majorite_le:date_simple}.", _YOUNG),
        S("Nous nous arrêterons avant : {jeune.prenom} aura 18 ans le {majorite_le:date_simple}.", _ADULT),
    ),
    "report": (
        *SUMMONS,
        *FOLLOWS,
        S("Objet : nouveau rendez-vous", _YOUNG),
        S("Objet : nouveau rendez-vous pour {jeune.prenom} {jeune.nom}", _ADULT),
        S(
            "Le rendez-vous du {ancien.le:date_longue} à {ancien.heure:heure}[?donne_par:, donné par {donne_par},] n'a pas eu lieu.",
            "ancien_issue=absent",
        ),
        S(
            "Le rendez-vous du {ancien.le:date_longue} à {ancien.heure:heure}[?donne_par:, donné par {donne_par},] n'a pas eu lieu, et cette absence est excusée.",
            "ancien_issue=excuse",
        ),
        S(
            "Le rendez-vous du {ancien.le:date_longue} à {ancien.heure:heure}[?donne_par:, donné par {donne_par},] n'a pas eu lieu, sans que cela vienne de vous.",
            "ancien_issue=leve",
        ),
        S("En voici un autre :", "ancien_issue"),
        S("Le rendez-vous prévu le {ancien.le:date_longue} à {ancien.heure:heure} est déplacé.", "!ancien_issue"),
        S("Il est remplacé par celui-ci :", "!ancien_issue"),
        S(
            "Cet entretien porte sur l'obligation de formation : jusqu'à 18 ans, chaque jeune doit être en formation (articles "
            "L. 114-1, R. 114-6 et R. 114-7 du code de l'éducation).",
            _YOUNG,
        ),
        S(
            "Cet entretien porte sur l'obligation de formation {jeune.prenom:de} : jusqu'à 18 ans, chaque jeune doit être en "
            "formation (articles L. 114-1, R. 114-6 et R. 114-7 du code de l'éducation).",
            _ADULT,
        ),
        S("Nous chercherons ensemble une solution.", ASKS),
        S("Si le rendez-vous n'a pas lieu", TITLE),
        S(
            "Nous avons jusqu'au {terme_le:date_simple} pour trouver une solution : c'est la fin des deux mois de l'article "
            "R. 114-7.",
            "r114_7",
        ),
        S("Nous nous arrêterons avant : vous aurez 18 ans le {majorite_le:date_simple}.", _YOUNG),
        S("Nous nous arrêterons avant : {jeune.prenom} aura 18 ans le {majorite_le:date_simple}.", _ADULT),
        S("En cas d'absence, dites-nous pourquoi dès que possible : un motif valable est toujours entendu.", ASKS),
        S("Sans nouvelle de votre part, nous enverrons une autre convocation, comme le prévoit l'article R. 114-7.", "!terme_le"),
    ),
    "invitation": (
        *GREETING,
        *APPOINTMENT,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : rendez-vous", _YOUNG),
        S("Objet : rendez-vous pour {jeune.prenom} {jeune.nom}", _ADULT),
        S("Nous vous proposons un rendez-vous pour faire le point sur votre situation :", f"{_YOUNG} rendez_vous"),
        S(
            "Nous proposons un rendez-vous à {jeune.prenom} pour faire le point sur sa situation.",
            f"{_ADULT} rendez_vous !rendez_vous.a_part",
        ),
        S("Vous pouvez venir aussi :", f"{_ADULT} rendez_vous !rendez_vous.a_part"),
        S(
            "Nous vous proposons un rendez-vous pour faire le point sur la situation {jeune.prenom:de} :",
            f"{_ADULT} rendez_vous.a_part",
        ),
        S("Il remplace le rendez-vous du {ancien.le:date_longue} à {ancien.heure:heure}."),
        S("Si ce jour ne convient pas, dites-le-nous : nous en trouverons un autre.", ASKS),
    ),
    "copie_rendez_vous": (
        *GREETING,
        *APPOINTMENT,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : rendez-vous {jeune.nom_entier:de}, pour information"),
        S("Votre service accompagne ou accueille {jeune.nom_entier}.", "destinataire.est_un_service"),
        S("Vous accompagnez ou accueillez {jeune.nom_entier}.", "!destinataire.est_un_service"),
        S(
            "Nous vous informons du rendez-vous qui lui est donné[?remplace: à la place de celui du {remplace.le:date_longue} à "
            "{remplace.heure:heure}], au titre de l'obligation de formation (articles L. 114-1, R. 114-6 et R. 114-7 du code de "
            "l'éducation) :"
        ),
        S(
            "Ce courrier vous est adressé en copie : votre service n'est pas convoqué, mais il peut accompagner {jeune.prenom}.",
            "destinataire.est_un_service",
        ),
        S(
            "Ce courrier vous est adressé en copie : nous ne vous convoquons pas, mais vous pouvez accompagner {jeune.prenom}.",
            "!destinataire.est_un_service",
        ),
        S("Un représentant légal est attendu.", "accompagnants"),
        S(
            "Si {jeune.prenom} est déjà en formation, en emploi ou en accompagnement, ou si la date ne convient pas, prévenez-nous."
        ),
    ),
    "annulation": (
        *GREETING,
        *APPOINTMENT,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : annulation d'un rendez-vous", _YOUNG),
        S("Objet : annulation d'un rendez-vous pour {jeune.prenom} {jeune.nom}", _ADULT),
        S("Nous devons annuler le rendez-vous suivant.", "rendez_vous"),
        S("Il n'aura pas lieu, ne vous déplacez pas :", "rendez_vous"),
        S("Cette annulation vient de la mission locale : elle ne compte pas comme une absence.", LAW),
        S("Nous vous prions d'excuser ce contretemps.", "!en_regle !exempte"),
        S("Depuis votre déménagement, la structure qui prend la suite est : {repris_par}.", f"{_YOUNG} demenage"),
        S(
            "Depuis votre déménagement, la mission locale de votre nouvelle adresse peut vous recevoir.",
            f"{_YOUNG} demenage !repris_par",
        ),
        S("Nous ne vous donnerons pas d'autre rendez-vous.", f"{_YOUNG} demenage"),
        S(
            "Depuis le déménagement {jeune.prenom:de}, la structure qui prend la suite est : {repris_par}.",
            f"{_ADULT} demenage",
        ),
        S(
            "Depuis le déménagement {jeune.prenom:de}, la mission locale de sa nouvelle adresse peut prendre la suite.",
            f"{_ADULT} demenage !repris_par",
        ),
        S("Nous ne donnerons pas d'autre rendez-vous.", f"{_ADULT} demenage"),
        S("Vous ne résidez plus en France : nous ne vous donnerons pas d'autre rendez-vous.", f"{_YOUNG} etranger"),
        S("{jeune.prenom} ne réside plus en France : nous ne donnerons pas d'autre rendez-vous.", f"{_ADULT} etranger"),
        S("Ce rendez-vous a été donné par erreur.", "par_erreur"),
        S("Vous n'avez rien à faire.", "par_erreur"),
        S(
            "La procédure est close : nous ne vous donnerons pas d'autre rendez-vous.",
            "close !demenage !etranger !par_erreur",
        ),
        *(S("Une question ?", why) for why in ("close", "en_regle", "exempte")),
        S("Vous êtes en règle avec l'obligation de formation : ce rendez-vous n'est plus nécessaire.", f"{_YOUNG} en_regle"),
        S(
            "{jeune.prenom} est en règle avec l'obligation de formation : ce rendez-vous n'est plus nécessaire.",
            f"{_ADULT} en_regle",
        ),
        S("L'exemption est enregistrée : ce rendez-vous n'est plus nécessaire.", "exempte"),
        S("Ce rendez-vous n'est plus nécessaire.", "destinataire.role=copie"),
        S("Si cela change, parlez-nous-en.", ASKS),
        S("Vous pouvez nous parler de la situation {jeune.prenom:de} sans attendre.", f"{_ADULT} !close !en_regle !exempte"),
    ),
    "seconde_convocation": (
        *SUMMONS,
        *FOLLOWS,
        *(
            row
            for to, who in ((_YOUNG, ""), (_ADULT, " {jeune.nom_entier:de}"))
            for row in (
                S(f"Objet : nouvelle convocation{who}", f"{to} suivante"),
                S(f"Objet : seconde convocation{who}", f"{to} !suivante seconde"),
                S(f"Objet : convocation (article R. 114-7){who}", f"{to} !suivante !seconde"),
            )
        ),
        S(f"{_DUTY} (article L. 114-1 du code de l'éducation).", LAW),
        S(
            "Un premier entretien vous a été proposé[?propose_par: par {propose_par}] pour le {absence_le:date_longue}.",
            f"{_YOUNG} declencheur=1 seconde",
        ),
        S(
            "Un premier entretien a été proposé à {jeune.nom_entier}[?propose_par: par {propose_par}] pour le {absence_le:date_longue}.",
            f"{_ADULT} declencheur=1 seconde",
        ),
        S("Il n'a pas eu lieu, et nous n'avons pas reçu de motif d'absence.", "declencheur=1 absence_le !parent_venu"),
        S(
            "Vous n'y êtes pas {jeune.sexe:venu}, et nous n'avons pas reçu de motif d'absence.",
            f"{_YOUNG} declencheur=1 absence_le parent_venu",
        ),
        S(
            "Un représentant légal est venu, {jeune.prenom} non, et nous n'avons pas reçu de motif d'absence.",
            f"{_ADULT} declencheur=1 absence_le parent_venu",
        ),
        S("Ce que vous suiviez[ ({arret_de})] s'est arrêté plus tôt que prévu.", f"{_YOUNG} declencheur=2"),
        S("Ce que suivait {jeune.nom_entier}[ ({arret_de})] s'est arrêté plus tôt que prévu.", f"{_ADULT} declencheur=2"),
        S("Nous avons essayé plusieurs fois de vous joindre, sans réponse.", f"{_YOUNG} declencheur=3"),
        S("Nous avons essayé plusieurs fois de joindre {jeune.nom_entier}, sans réponse.", f"{_ADULT} declencheur=3"),
        S(
            "Dans ce cas, l'article R. 114-7 du même code nous demande de vous convoquer avec votre représentant légal :",
            f"{_YOUNG} !jeune_seul=emancipe",
        ),
        S(
            "Dans ce cas, l'article R. 114-7 du même code nous demande de vous convoquer :",
            f"{_YOUNG} jeune_seul=emancipe",
        ),
        S(
            "Dans ce cas, l'article R. 114-7 du même code nous demande de vous convoquer, avec {jeune.prenom} :",
            f"{_ADULT} !rendez_vous.a_part",
        ),
        S("Dans ce cas, l'article R. 114-7 du même code nous demande de vous convoquer :", f"{_ADULT} rendez_vous.a_part"),
        S("Ce qui se passe ensuite", TITLE),
        S("Nous avons deux mois pour trouver une solution avec vous.", _YOUNG),
        S("Nous avons deux mois pour trouver une solution.", _ADULT),
        S("Ils courent depuis le {depart_le:date_simple}, jusqu'au {terme_le:date_simple}."),
        S("Ils courent à partir de ce rendez-vous, jusqu'au {terme_le:date_simple}.", "!depart_le depart=rendez_vous"),
        S(
            "Ils courent à partir de la première présentation de cette lettre ; faite ce jour, jusqu'au {terme_le:date_simple}.",
            "!depart_le depart=presentation",
        ),
        S(
            "Ils courent à partir de l'envoi de cette lettre ; s'il est fait ce jour, jusqu'au {terme_le:date_simple}.",
            "!depart_le depart=envoi",
        ),
        S("Nous nous arrêterons avant : vous aurez 18 ans le {majorite_le:date_simple}.", _YOUNG),
        S("Nous nous arrêterons avant : {jeune.prenom} aura 18 ans le {majorite_le:date_simple}.", _ADULT),
    ),
    "attestation_presence": (
        *SIGNATURE,
        *MENTION,
        S("Objet : attestation de présence", TITLE),
        S(
            "Nous attestons avoir reçu en entretien, le {recu_le:date_longue}[?debut:, de {debut:heure} à {fin:heure}], au titre de "
            "l'obligation de formation (articles L. 114-1, R. 114-6 et R. 114-7 du code de l'éducation) :",
            "jeune_present",
        ),
        S(
            "Nous attestons avoir reçu {presents:enumere}, le {recu_le:date_longue}[?debut:, de {debut:heure} à {fin:heure}], au sujet "
            "de l'obligation de formation (articles L. 114-1, R. 114-6 et R. 114-7 du code de l'éducation) de :",
            "!jeune_present",
        ),
        S("{jeune.prenom} {jeune.nom}, {jeune.sexe:né} le {jeune.naissance:date_simple}"),
        S("Personnes présentes : {presents:enumere}.", "jeune_present"),
        S("Cette attestation est remise pour servir et faire valoir ce que de droit.", ASKS),
    ),
    "attestation_conformite": (
        *CONTACT,
        *SIGNATURE,
        *MENTION,
        S("Objet : attestation – obligation de formation", TITLE),
        S(
            "Nous attestons avoir vu[, le {preuve_vue_le:date_simple}], au titre de l'obligation de formation (article L. 114-1 du "
            "code de l'éducation), l'inscription de :",
            "inscription_seule",
        ),
        S(
            "Nous attestons que l'obligation de formation prévue à l'article L. 114-1 du code de l'éducation est respectée à ce "
            "jour par :",
            "!inscription_seule situation",
        ),
        S("{jeune.prenom} {jeune.nom}, {jeune.sexe:né} le {jeune.naissance:date_simple}"),
        S("Situation : {situation}"),
        S("Depuis le : {depuis:date_simple}"),
        S("Inscription vue, assiduité à vérifier avant le {a_verifier_le:date_simple}", "inscription_seule"),
        S(
            "L'obligation de formation demande l'inscription et l'assiduité (article R. 114-1) : envoyez-nous une attestation "
            "d'assiduité.",
            "inscription_seule",
        ),
        S("Cette attestation vaut à la date de ce courrier.", LAW),
        S("Si cette situation change avant les 18 ans, parlez-nous-en : nous chercherons une autre solution avec vous.", ASKS),
    ),
    "information_departement": (
        *GREETING,
        *CONTACT,
        S(
            "Objet : information sur la situation {jeune.nom_entier:de} au regard de l'obligation de formation (article R. 114-7 "
            "du code de l'éducation)"
        ),
        S(
            "Jusqu'à sa majorité, tout jeune est soumis à l'obligation de formation (article L. 114-1 du code de l'éducation).",
            LAW,
        ),
        S("La mission locale en contrôle le respect.", LAW),
        S(
            "Lorsque, dans les deux mois qui suivent la convocation prévue à l'article R. 114-7, l'obligation n'est toujours pas "
            "remplie, elle transmet {maison.autorite:au} les informations sur la situation du jeune au regard de cette obligation, "
            "pour que le département puisse mettre en œuvre les actions du 2° de l'article L. 221-1 du code de l'action sociale et "
            "des familles, ou toute autre mesure adaptée."
        ),
        S("Tel est l'objet de ce courrier.", LAW),
        S("Il vous est adressé après la fin de ce délai, qui s'est terminé le {terme_le:date_simple}.", "hors_delai"),
        S("Ce délai se termine le {terme_le:date_simple}.", "!hors_delai"),
        S("Identité et coordonnées", TITLE),
        S("Aucun représentant légal n'est connu de la mission locale.", "!representants !emancipe_le"),
        S(
            "{jeune.prenom} {jeune.nom}, {jeune.sexe:né} le {jeune.naissance:date_simple}[, {adresse_jeune:lignes}]"
            "[, tél. {telephone_jeune}][, {courriel_jeune}][?emancipe_le:, {jeune.sexe:émancipé} le {emancipe_le:date_simple}]"
        ),
        S(
            "[{civilite} ][{prenom} ]{nom}[ ({qualite})][, {adresse:lignes}][, tél. {telephone}][, {courriel}]",
            of="representants",
        ),
        S("Origine du repérage", TITLE),
        S(
            "La mission locale a repéré cette situation le {signale_le:date_simple}, dans son fichier de suivi.",
            "repere_par_nous",
        ),
        S(
            "Cette situation a été portée à la connaissance de la mission locale le {signale_le:date_simple} par {source_nommee}.",
            "!repere_par_nous",
        ),
        S("Chronologie", TITLE),
        S("Date | Démarche | Précisions", TITLE),
        S("{le:date_courte} | {quoi} |[ {precision}]", of="chronologie"),
        S("Situation connue à ce jour", TITLE),
        S("{situation}."),
        S("Au vu de ces démarches, le respect de l'obligation de formation n'a pas pu être établi.", "chronologie"),
        S("Aucune proposition n'est enregistrée au dossier.", "!propositions"),
        S("Propositions faites par la mission locale :", "propositions"),
        S("Ce que nous vous demandons", TITLE),
        S(
            "Nous vous remercions d'accuser réception de ce courrier et de nous faire connaître les suites que vous lui donnerez.",
            ASKS,
        ),
        S(
            "La mission locale reste disponible pour recevoir {jeune.nom_entier} et ses représentants légaux, et pour "
            "travailler avec vos services.",
            "representants.1",
        ),
        S(
            "La mission locale reste disponible pour recevoir {jeune.nom_entier} et son représentant légal, et pour "
            "travailler avec vos services.",
            "representants.0 !representants.1",
        ),
        S(
            "La mission locale reste disponible pour recevoir {jeune.nom_entier}, et pour travailler avec vos services.",
            "!representants.0",
        ),
        S("Une lettre du même jour en informe : {informes:lignes}."),
        S("La famille n'en est pas informée, {famille_non_informee}."),
        S("Ce courrier n'est pas une information préoccupante.", LAW),
        S("Nous vous prions d'agréer, {destinataire.salutation} l'expression de notre haute considération."),
        S("{signataire}"),
        S("{signataire_qualite}"),
        S("{maison.nom}"),
        S("Annexes", "envois"),
        S("Annexes", "annexes"),
        S("relevé des envois, ci-dessous", "envois"),
        S("Relevé des envois, d'après le registre de la mission locale", "envois"),
        S("Envoyée le | Lettre | Comment | Ce qu'elle est devenue | Empreinte", TITLE),
        S("{le:date_courte} | {quoi} – {a} | {comment} | {suite} | {empreinte}", of="envois"),
        S(
            "L'empreinte est le début de la somme SHA-256 du fichier scellé le jour de l'envoi : elle montre que la lettre n'a pas "
            "changé depuis.",
            LAW,
        ),
        S("{soi}", of="annexes"),
        S("{soi}", of="propositions"),
    ),
    "information_famille": (
        *GREETING,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : information du département", _YOUNG),
        S("Objet : information du département sur la situation {jeune.nom_entier:de}", _ADULT),
        S(
            "Le {transmis_le:date_longue}, nous avons informé {maison.autorite} ({departement_nom}) de votre situation au regard "
            "de l'obligation de formation.",
            _YOUNG,
        ),
        S(
            "Le {transmis_le:date_longue}, nous avons informé {maison.autorite} ({departement_nom}) de la situation "
            "{jeune.nom_entier:de} au regard de l'obligation de formation.",
            _ADULT,
        ),
        S("Pourquoi", TITLE),
        S("Jusqu'à 18 ans, chaque jeune doit être en formation (article L. 114-1 du code de l'éducation).", LAW),
        S(
            "L'article R. 114-7 du même code nous demande d'informer le département, dans les deux mois qui suivent la "
            "convocation, lorsque cette obligation n'est toujours pas remplie.",
            LAW,
        ),
        S("C'est pourquoi nous l'avons fait : {motif}."),
        S("Ce que nous avons transmis", TITLE),
        S(
            "Votre identité et vos coordonnées[?plusieurs_representants:, celles de vos représentants légaux] (jamais une adresse "
            "confidentielle), les dates de nos courriers et rendez-vous[?propositions_faites:, les propositions faites] et votre "
            "situation connue.",
            f"{_YOUNG} plusieurs_representants",
        ),
        S(
            "Votre identité et vos coordonnées[?representants_connus:, celles de votre représentant légal] (jamais une adresse "
            "confidentielle), les dates de nos courriers et rendez-vous[?propositions_faites:, les propositions faites] et votre "
            "situation connue.",
            f"{_YOUNG} !plusieurs_representants",
        ),
        S(
            "L'identité et les coordonnées {jeune.prenom:de} et de ses représentants légaux (jamais une adresse confidentielle), "
            "les dates de nos courriers et rendez-vous[?propositions_faites:, les propositions faites] et la situation connue.",
            f"{_ADULT} plusieurs_representants",
        ),
        S(
            "L'identité et les coordonnées {jeune.prenom:de} et de son représentant légal (jamais une adresse confidentielle), "
            "les dates de nos courriers et rendez-vous[?propositions_faites:, les propositions faites] et la situation connue.",
            f"{_ADULT} !plusieurs_representants",
        ),
        S("Aucune information de santé, aucune appréciation sur vous ou votre famille.", _YOUNG),
        S("Aucune information de santé, aucune appréciation sur la famille.", _ADULT),
        S("Et maintenant", TITLE),
        S("Ce n'est pas une sanction.", LAW),
        S("Le département peut vous contacter pour vous proposer son aide.", LAW),
        S("Le département peut prendre contact avec votre service.", "destinataire.est_un_service"),
        S("La mission locale reste là pour vous.", _YOUNG),
        S("La mission locale reste là pour {jeune.prenom}.", _ADULT),
        S(
            "Vous pouvez nous appeler ou venir, {jeune.sexe:seul} ou {jeune.sexe:accompagné}.",
            _YOUNG,
        ),
        S("Vous pouvez nous appeler ou venir.", _ADULT),
        S(
            "Si vous êtes en formation, en emploi ou en accompagnement, envoyez-nous une preuve : nous le dirons aussitôt au "
            "département.",
            _YOUNG,
        ),
        S(
            "Si {jeune.prenom} est en formation, en emploi ou en accompagnement, envoyez-nous une preuve : nous le dirons aussitôt "
            "au département.",
            _ADULT,
        ),
        S("{maison.horaires}"),
        S("Pour demander à voir ou à corriger ce qui a été transmis, écrivez à {maison.delegue_donnees}."),
    ),
    "rectificatif_famille": (
        *GREETING,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : ce que nous écrivons au département", _YOUNG),
        S("Objet : ce que nous écrivons au département sur la situation {jeune.nom_entier:de}", _ADULT),
        S(
            "Le {transmis_le:date_longue}, nous avons informé {maison.autorite} ({departement_nom}) de votre situation au regard "
            "de l'obligation de formation.",
            _YOUNG,
        ),
        S(
            "Le {transmis_le:date_longue}, nous avons informé {maison.autorite} ({departement_nom}) de la situation "
            "{jeune.nom_entier:de} au regard de l'obligation de formation.",
            _ADULT,
        ),
        S("Nous lui écrivons ce jour que cette information n'est plus à jour.", "excuse_le le"),
        S("Le rendez-vous du {excuse_le:date_longue} n'a pas eu lieu, sans que cela vienne de vous.", "!excuse_de_leur_fait"),
        S("Nous vous en donnerons un autre.", "autre_rendez_vous !excuse_de_leur_fait"),
        S("L'absence au rendez-vous du {excuse_le:date_longue} est excusée.", "excuse_de_leur_fait"),
        S("Nous vous donnerons un autre rendez-vous.", "autre_rendez_vous excuse_de_leur_fait"),
        S(
            "Nous lui écrivons ce jour que cette information n'est plus à jour, et quelle est la situation depuis :",
            "situation le",
        ),
        S("Situation : {situation}"),
        S("Depuis le : {depuis:date_simple}"),
        S(
            "Nous lui demandons de joindre ce rectificatif à l'information reçue, et d'en informer les services auxquels elle a "
            "été transmise.",
            ASKS,
        ),
        S("Pour demander à voir ou à corriger ce qui a été transmis, écrivez à {maison.delegue_donnees}."),
        S("{maison.horaires}"),
    ),
    "rectificatif_departement": (
        *GREETING,
        *CONTACT,
        S("Objet : rectificatif à l'information transmise le {transmis_le:date_simple} sur la situation {jeune.nom_entier:de}"),
        S(
            "Le {transmis_le:date_longue}, nous vous avons informé de la situation {jeune.nom_entier:de}, {jeune.sexe:né} le "
            "{jeune.naissance:date_simple}, au regard de l'obligation de formation, en application de l'article R. 114-7 du code "
            "de l'éducation.",
            "!transmis_par",
        ),
        S(
            "Le {transmis_le:date_longue}, {transmis_par} vous a informé de la situation {jeune.nom_entier:de}, {jeune.sexe:né} le "
            "{jeune.naissance:date_simple}, au regard de l'obligation de formation, en application de l'article R. 114-7 du code "
            "de l'éducation."
        ),
        S("Cette information n'est plus à jour.", "transmis_le"),
        S(
            "Cette information vous a été envoyée par erreur, et nous la retirons : elle ne doit pas être prise en compte.",
            "retiree",
        ),
        S("Le rectificatif que nous vous avons envoyé le {avec_rectificatif_du:date_longue} est retiré avec elle."),
        S("L'erreur vient de la mission locale, qui vous prie de l'excuser.", LAW),
        S("Le {rectificatif_du:date_longue}, nous vous avons envoyé un rectificatif à cette information."),
        S(
            "Ce rectificatif était une erreur, et nous le retirons : la première information reste celle qui vaut.",
            "rectificatif_du !retiree_depuis",
        ),
        S(
            "Ce rectificatif était une erreur, et nous le retirons, comme l'information elle-même, par un autre courrier.",
            "rectificatif_du retiree_depuis",
        ),
        S(
            "L'absence au rendez-vous du {excuse_le:date_longue} est excusée : elle ne compte pas contre {jeune.nom_entier}.",
            "excuse_de_leur_fait",
        ),
        S("La mission locale donnera un autre rendez-vous.", "autre_rendez_vous excuse_de_leur_fait"),
        S(
            "Le rendez-vous du {excuse_le:date_longue} n'a pas eu lieu, sans que cela vienne des personnes attendues.",
            "!excuse_de_leur_fait",
        ),
        S("La mission locale en donnera un autre.", "autre_rendez_vous !excuse_de_leur_fait"),
        S("Voici la situation que nous avons constatée depuis :", "situation"),
        S("Situation : {situation}"),
        S("Depuis le : {depuis:date_simple}"),
        S("Nous vous demandons de bien vouloir :", ASKS),
        S("joindre ce rectificatif à l'information que vous avez reçue ;", "transmis_le"),
        S("en informer les services auxquels elle a été transmise ;", ASKS),
        S("nous en accuser réception.", ASKS),
        S("Nous vous prions d'agréer, {destinataire.salutation} l'expression de notre haute considération."),
        S("{signataire}"),
        S("{signataire_qualite}"),
        S("{maison.nom}"),
    ),
    "rectificatif": (
        *GREETING,
        *CONTACT,
        *CLOSE,
        *SIGNATURE,
        *MENTION,
        S("Objet : nous retirons un courrier", _YOUNG),
        S("Objet : nous retirons un courrier sur la situation {jeune.nom_entier:de}", _ADULT),
        S("Le {le:date_longue}, nous vous avons envoyé ce courrier : {titre}.", of="retires"),
        S("C'était une erreur : cela ne vous concernait pas.", "motif=personne"),
        S("C'était une erreur : une date y était fausse.", "motif=date"),
        S("C'était une erreur : l'adresse n'était pas la bonne.", "motif=adresse"),
        S("C'était une erreur : nous avions mal noté ce qui s'est passé au rendez-vous.", "motif=issue"),
        S("C'était une erreur : nous avions mal noté votre situation.", f"{_YOUNG} motif=situation"),
        S("C'était une erreur : nous avions mal noté la situation {jeune.prenom:de}.", f"{_ADULT} motif=situation"),
        S("C'était une erreur : rien n'aurait dû partir.", "motif=courrier"),
        S("Nous retirons ce courrier : il ne compte plus.", LAW),
        S("Nous retirons ces courriers : ils ne comptent plus.", LAW),
        S("Cette erreur vient de la mission locale.", LAW),
        S("Nous vous prions de nous excuser.", ASKS),
        S("Le rendez-vous suivant n'aura pas lieu, ne vous déplacez pas :", "a_venir"),
        S("Le {rendez_vous.le:date_longue} à {rendez_vous.heure:heure}"),
        S("Lieu : {rendez_vous.lieu}"),
        S(
            "Le rendez-vous du {rendez_vous.le:date_longue} ne compte pas non plus : s'il a été manqué, ce n'est pas une absence.",
            "!a_venir",
        ),
        S("Le rendez-vous du {le:date_longue} ne compte plus : s'il a été manqué, ce n'est pas une absence.", of="autres"),
        S("Nous écrivons aussi {maison.autorite:au}, pour retirer ce que nous lui avions transmis.", "departement_prevenu"),
        S("Ce qui reste", TITLE),
        S("Ce rendez-vous reste prévu :", "maintenu.le"),
        S("Le {maintenu.le:date_longue} à {maintenu.heure:heure}"),
        S("Lieu : {maintenu.lieu}"),
        S("Vous restez en règle avec l'obligation de formation : rien d'autre ne change.", f"{_YOUNG} en_regle"),
        S("{jeune.prenom} reste en règle avec l'obligation de formation : rien d'autre ne change.", f"{_ADULT} en_regle"),
        S("L'exemption reste valable : rien d'autre ne change.", "exempte"),
        S("Le dossier reste clos : vous n'avez rien à faire.", "clos"),
        S("Votre dossier reste ouvert à la mission locale.", f"{_YOUNG} !clos !en_regle !exempte !maintenu.le"),
        S("Le dossier {jeune.prenom:de} reste ouvert à la mission locale.", f"{_ADULT} !clos !en_regle !exempte !maintenu.le"),
        S("Vous n'avez rien à faire : si un autre rendez-vous est donné, vous recevrez un autre courrier.", ASKS),
        S("{maison.horaires}"),
    ),
    "constat_carence": (
        *SIGNATURE,
        S("Objet : constat d'absence – dossier {jeune.nom_entier:de}"),
        S("Document interne, établi le {le:date_simple}."),
        S("Il constate des faits ; il ne présume pas des raisons de l'absence.", LAW),
        S("Rendez-vous prévu : {rendez_vous.le:date_longue} à {rendez_vous.heure:heure}"),
        S("Lieu : {rendez_vous.lieu}"),
        S("Personnes attendues", TITLE),
        S("{soi}", of="attendus"),
        S("Convocations qui ne sont pas arrivées", TITLE),
        S("{soi}", of="non_atteints"),
        S("Personnes présentes", TITLE),
        S("{soi}", of="presents"),
        S("Aucune.", "!presents"),
        S("Attente : jusqu'à {attendu_jusqu_a:heure}."),
        S("Appels et messages", TITLE),
        S("Date | Contact | Résultat", TITLE),
        S("{le:date_courte} | {quoi} | {precision}", of="appels"),
        S("Aucun.", "!appels"),
    ),
    "majorite": (
        *GREETING,
        *CONTACT,
        *SIGNATURE,
        *MENTION,
        S("Objet : vos 18 ans – fin de l'obligation de formation", TITLE),
        S("Le {le_jour:date_longue}, vous avez 18 ans."),
        S("L'obligation de formation, prévue à l'article L. 114-1 du code de l'éducation, prend fin ce jour-là.", LAW),
        S("Nous fermons donc le dossier ouvert à ce titre : vous ne recevrez plus de convocation.", LAW),
        S("Votre accompagnement continue.", "accompagnement"),
        S("La mission locale reste ouverte pour vous jusqu'à vos 25 ans inclus.", LAW),
        S(
            "Si vous le souhaitez, nous pouvons vous aider à trouver une formation, un apprentissage, un emploi, un service "
            "civique, ou répondre à vos questions sur le logement, les transports et vos droits.",
            ASKS,
        ),
        S("C'est gratuit, et c'est vous qui décidez.", LAW),
        S("Nous trouver : {maison.adresse:lignes}"),
        S("{maison.horaires}"),
        S("Nous vous souhaitons une bonne continuation.", ASKS),
    ),
}
