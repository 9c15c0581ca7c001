"""Words that stand in a list in place of a value, or that a person has to read before anything is written."""

from __future__ import annotations

import re

from ofworkflow.text import fold

_ABSENT_PHRASES = frozenset(
    {
        "n c", "n r", "n d", "n a", "s o", "non renseigne", "non renseignee", "non communique",
        "non communiquee", "non connu", "non connue", "pas connu", "pas de numero", "pas de tel",
        "pas de telephone", "pas de mail", "pas de portable", "sans objet", "ne sait pas", "aucun numero",
        "aucune", "sans ine", "pas d ine", "ine inconnu", "sans numero", "sans telephone", "sans mail",
        "sans adresse", "pas d adresse", "adresse inconnue", "sans prenom", "sans nom", "prenom inconnu",
        "nom inconnu", "meme", "meme adresse", "idem mere", "idem pere", "idem jeune", "null null",
        "inconnu e", "a completer", "a renseigner", "a verifier", "a preciser", "a demander", "en attente",
        "en cours", "non fourni", "non fournie", "non precise", "non precisee", "non disponible",
        "non saisi", "non saisie", "pas renseigne", "faux numero", "ne plus appeler", "plus attribue",
        "numero errone", "ine provisoire", "ine en attente", "non attribue", "voir dossier", "voir fiche",
        "voir mere", "voir pere", "voir ci dessus", "comme ci dessus", "ci dessus", "comme le jeune",
        "comme la mere", "comme le pere",
    }
)  # fmt: skip
_ALONE = frozenset(
    [
        "null",
        "nan",
        "none",
        "nc",
        "neant",
        "nr",
        "inconnu",
        "inconnue",
        "inconnus",
        "idem",
        "ras",
        "nd",
        "na",
        "vide",
        "absent",
        "absente",
        "manquant",
        "nsp",
        "xxx",
        "xx",
        "x",
        "undefined",
        "nat",
        "nil",
        "nsp",
        "provisoire",
        "blank",
        "empty",
    ]
)
_STARTS = frozenset(phrase[:2] for phrase in (*_ALONE, *_ABSENT_PHRASES))
_ERRORS = re.compile(
    r"#+|#(?:N/A|N/D|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUL!|NUM!|NOM\?|VALEUR!|NOMBRE!|CHAMP!|ERREUR!?|CALC!"
    r"|SPILL!"
    r"|PROPAGATION!|GETTING_DATA|BLOCKED!|CONNECT!|FIELD!|UNKNOWN!|ERROR!?)|(?:Err|Erreur|Error) ?: ?\d{3}"
    r"|\\N",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?:idem|meme|voir|comme|ci dessus)\b")
_SIGNS = re.compile(r"[\s\-–—_/.?*'\"]+")

DEAD = re.compile(r"\b(?:decede|decedee|decedes|dcd|deces|mort|morte|defunt|defunte|feu|feue)\b")
STOPS_ANYWHERE = re.compile(r"\b(?:decede|decedee|decedes|dcd|deces|defunte?|confidentiel(?:le)?s?)\b")
"""What stops a row wherever it is written, in a column that no field takes too."""
OF_A_SITUATION = frozenset({
    "situation", "statut", "etat", "observation", "observations", "commentaire", "commentaires", "remarque",
    "remarques", "suivi", "motif", "notes", "note", "info", "infos", "solution",
})  # fmt: skip
WITHOUT_AUTHORITY = re.compile(
    r"\b(?:dechu|dechue|decheance|retrait|beau|belle|grand|grands|oncle|tante|frere|soeur|cousin|cousine|"
    r"foyer|mecs|famille d accueil|famille accueil|assistante familiale|educateur|educatrice|ami|amie"
    r"|conjoint|"
    r"concubin|concubine|compagnon|compagne|internat|hebergement|lui meme|elle meme)\b"
)
NOBODY_WITH_AUTHORITY = re.compile(  # as a link: as a name, somebody may be called Voisin
    r"\b(?:soi meme|lui|elle|jeune|eleve|"
    r"apprentie?|educ|educs|cpe|assistante? sociale?|as|employeur|patron|patronne|maitre|tuteur (?:de stage"
    r"|entreprise)|"
    r"voisine?|avocate?|place|placee|retiree?|sans autorite|dap|inconnue?|absente?|incarceree?|ne pas \w+"
    r"|referente?|"
    r"animateur|animatrice|directeur|directrice|chef de service|parrain|marraine|ex|urgence|proche"
    r"|infirmiere?|medecin)\b"
)
TWO_PERSONS = re.compile(
    r"\bmere (?:et )?pere\b|\bpere (?:et )?mere\b|\bmm?e? et mm?e?\b|\bmr? (?:et |ou )?mme\b|\bparents\b|"
    r"\bmonsieur (?:et |ou )?madame\b|\bmadame (?:et |ou )?monsieur\b|\bmme (?:et |ou )?mr?\b"
)
CONFIDENTIAL = re.compile(
    r"\bconfidenti\w+|\bne pas (?:communiquer|diffuser|dire|divulguer)\b|\badresse (?:protegee|secrete"
    r"|cachee)\b|\bsecrete?\b"
)
MOVED = re.compile(r"\bdemenag\w+|\b(?:part|parti|partie|parties?) (?:vivre|habiter|en|a|au|aux)\b")
NO_LONGER_CONCERNED = re.compile(
    r"\b(?:contrat signe|signe (?:un|son|le) contrat|trouve (?:un|une) .+|en apprentissage|a repris .+"
    r"|retour (?:au|a l) .+|contrat d apprentissage|contrat de travail|contrat trouve|reinscrite?"
    r"|reinscription|rescolarisee?|rescolarisation|inscrite? .+"
    r"|retour en formation|apprentissage signe|en emploi|(?:un|d un|l) emploi|emploi trouve|embauchee?|cdi"
    r"|cdd|interim"
    r"|en formation|reprise de (?:la )?scolarite|changement d etablissement|changement d ecole|mutation"
    r"|mutee?|transferee?"
    r"|scolarisee?|cned|service civique|diplomee?|a l etranger|erreur|doublon|a ne pas traiter"
    r"|ne pas contacter)\b"
)
NEGATED = re.compile(
    r"\b(?:pas|non|sans|aucun|aucune|rupture|rompu|fin|abandon|arret|demission|resiliation|refus|echec"
    r"|recherche|attente"
    r"|absence|defaut|perte|perdu|sortie?)\b"
)
ORGANISATION = re.compile(
    r"\b(?:udaf|conseil departemental|departement|ase|mecs|association|foyer|mission locale|tribunal"
    r"|service social)\b"
)
CARED_FOR = re.compile(r"\b(?:ase|tuteur|tutrice|tutelle|tiers|delegation)\b|aide sociale")
NO_HOME = frozenset(
    {
        "sdf",
        "sans domicile fixe",
        "sans domicile",
        "npai",
        "n p a i",
        "parti sans laisser d adresse",
        "a l hotel",
    }
)
OF_HEALTH = re.compile(
    r"\b(?:hospitali\w+|hopital|clinique|maladies?|malade|medicales?|medicaux|depress\w+|depression|suicid\w+|anorexi\w+"
    r"|phobi\w+|psychiatr\w+|psychologi\w+|psychique|psychose|enceinte|grossesse|maternite|accouche\w*|ivg|handicap\w*"
    r"|mdph|autis\w+|tsa|tdah?|dyslexi\w+|dysphasi\w+|dyspraxi\w+|dyscalculi\w+|cancer|leucemie|epilep\w+|diabet\w+"
    r"|schizophren\w+|bipolaire|burn out|addict\w+|toxicoman\w+|drogue\w*|alcoolis\w+|sida|vih|asthm\w+|rqth"
    r"|sous traitement|en cure|troubles? (?:du|de|psy\w*|alim\w*|anxi\w*|autis\w*)\w*|inapte|invalidite)\b"
)
"""What touches health, whatever it is said of."""
OF_HEALTH_AS_A_REASON = re.compile(
    r"\b(?:(?:raisons?|problemes?|motif|etat|soucis?) (?:de )?sante|sante|soins)\b"
)
"""The same, as a reason for leaving: a class may be of health and care."""
NOT_AN_ADDRESS = re.compile(
    r"(?:pnd|vrai|faux|true|false|ccas|115|hotel|foyer|hebergee?(?: .*)?|sans adresse.*|n habite (?:plus"
    r"|pas).*"
    r"|retour (?:a l )?(?:expediteur|envoyeur).*|destinataire inconnu.*|inconnu a l adresse.*"
    r"|adresse (?:inconnue|erronee|fausse).*|(?:meme adresse|idem|voir|cf|comme|chez) .{0,12}\b(?:mere|pere"
    r"|parents?"
    r"|rl ?[12]|representants?|responsables?|jeune|adresse|tante|oncle|grands? (?:mere|parents)|amie?|soeur"
    r"|frere)\b.*)"
)
CIVILITY = re.compile(
    r"^(?:mme|mlle|mr|m|mrs|monsieur|madame|mademoiselle|melle)(?:\.|\b)\s*(?=\S)", re.IGNORECASE
)  # fmt: skip


NO_NAME = frozenset(
    {
        "test", "essai", "toto", "anonyme", "nom", "prenom", "prenoms", "vrai", "faux", "true", "false",
        "oui", "non", "monsieur", "madame", "mademoiselle", "mme", "mlle", "mr", "representant",
        "responsable", "apprenant", "doublon", "mere", "pere", "maman", "papa", "parents",
    }
)  # fmt: skip
"""Nobody's surname."""
NO_FIRST_NAME = NO_NAME | {
    "sans", "fille", "garcon", "mineur", "mineure", "enfant", "bebe", "eleve", "jeune", "jumeau", "jumelle",
    "apprenti", "apprentie", "parent", "mere", "pere", "maman", "papa", "tuteur", "tutrice", "ase", "autre",
    "divers", "exemple",
}  # fmt: skip
"""Nobody's first name, though somebody may be called Parent."""
MORE_THAN_A_NAME = re.compile(
    r"\b(?:nee?|epouse|epoux|ep|veuve|divorcee|dite?|alias|ou|et|famille|enfant|enfants|a completer"
    r"|a verifier|"
    r"voir|urgent|ne pas|attention|decede|decedee|dcd|place|placee|confidentiel|confidentielle"
    r"|doublon)\b(?=.)|"
    r"(?<=.)\b(?:urgent|dcd|decede|decedee|place|placee|confidentiel|confidentielle|doublon)\b"
)


def is_absent(text: str) -> bool:
    """Tell whether a cell says that there is nothing: « néant », « NC », « - », « NULL », « idem »."""
    if not text or text[0].isdigit():
        return False
    start = text[:2]
    if start.isascii() and start.isalpha() and len(start) > 1 and start.lower() not in _STARTS:
        return False
    if not text[0].isalpha() and _SIGNS.fullmatch(text):
        return True
    word = fold(text)
    return word in _ALONE or word in _ABSENT_PHRASES


def refers_elsewhere(text: str) -> bool:
    """Tell whether a cell says that its value is in another: « idem », « même adresse », « voir mère »."""
    return _ELSEWHERE.match(fold(text)) is not None


def is_error(text: str) -> bool:
    """Tell whether a cell is the error of a spreadsheet: « #N/A », « #REF! », « ######## »."""
    return text[:1] in "#eE\\" and _ERRORS.fullmatch(text) is not None
