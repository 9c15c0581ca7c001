"""The tables. The journal is the truth; every other table about a dossier is its projection, written in the
same transaction.

Plain SQLAlchemy Core: no ORM is imported at start-up nor on the hot paths (docs/decisions/0002). `_le` is a
civil day, `_a` an instant, always stored in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from ofworkflow.storage.columns import Instant as Instant
from ofworkflow.storage.columns import LongWords, Words
from ofworkflow.storage.columns import metadata as metadata

meta = Table(
    "meta", metadata, Column("cle", String, primary_key=True), Column("valeur", String, nullable=False)
)

compteur = Table(
    "compteur",
    metadata,
    Column("nom", String, primary_key=True),
    Column("dernier", Integer, nullable=False),
)

lot = Table(
    "lot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("numero", String, nullable=False, unique=True),
    Column("structure", String),
    Column("fichier", Words, nullable=False),
    Column("sha256", String, nullable=False),
    Column("source", String, nullable=False),
    Column("liste_le", Date, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    Column("annule_a", Instant),
    Column("bilan", JSON, nullable=False),
)

jeune = Table(
    "jeune",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ine", Words, index=True),
    Column("nom", Words, nullable=False),
    Column("nom_usage", Words),
    Column("prenom", Words, nullable=False),
    Column("prenom2", Words),
    Column("naissance", Date, nullable=False, index=True),
    Column("lieu_naissance", Words),
    Column("sexe", String(1), nullable=False),
    Column("adresse1", Words),
    Column("adresse2", Words),
    Column("code_postal", Words),
    Column("ville", Words),
    Column("pays", Words),  # NULL: France
    Column("commune", Words, nullable=False),
    Column("commune_insee", Words, index=True),
    Column("tel_fixe", Words),
    Column("tel_portable", Words),
    Column("courriel", Words),
    Column("uai", Words),
    Column("etablissement", Words),
    Column("classe", Words),
    Column("entree_le", Date),
    Column("sortie_le", Date),
    Column("motif_sortie", Words),
    Column("niveau", Words),
    Column("qpv", Boolean),
    Column("emancipe_le", Date),
    # name and first name without case nor accents: what « chercher » and the import compare
    Column("cle", String, nullable=False, index=True),
)

# Under what a minor is found though the name is not written alike, of the names that were corrected too: it
# follows from `jeune` and `modification` (storage/name_keys.py).
cle_nom = Table(
    "cle_nom",
    metadata,
    Column("cle", String, primary_key=True),
    Column("jeune_id", ForeignKey("jeune.id"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

representant = Table(
    "representant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jeune_id", ForeignKey("jeune.id"), nullable=False, index=True),
    Column("rang", Integer, nullable=False),
    Column("qualite", String, nullable=False),
    Column("autorite", String, nullable=False, server_default="titulaire"),
    Column("nom", Words, nullable=False),
    Column("prenom", Words, nullable=False),
    Column("adresse1", Words),
    Column("adresse2", Words),
    Column("code_postal", Words),
    Column("ville", Words),
    Column("pays", Words),  # NULL: France
    Column("telephone", Words),
    Column("courriel", Words),
    Column("confidentielle", Boolean, nullable=False, server_default=text("false")),
    Column("heberge", Boolean, nullable=False, server_default=text("false")),
    Column("depuis_le", Date),
    Column("jusqu_au", Date),
    Column("a_part_jusqu_au", Date),
)

dossier = Table(
    "dossier",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    Column("structure", String, nullable=False),
    Column("jeune_id", ForeignKey("jeune.id"), nullable=False, index=True),
    Column("lot_id", ForeignKey("lot.id"), index=True),
    Column("source", String, nullable=False),
    Column("conseiller", Words, nullable=False),
    Column("signale_le", Date, nullable=False),
    Column("ouvert_le", Date, nullable=False),
    Column("clos_le", Date),
    Column("etape", String, nullable=False),
    # read, decided, then written only if still the same: two people, same act, same second
    Column("version", Integer, nullable=False, server_default="1"),
    # the earliest open delay, as people see it
    Column("prochaine_echeance", String),
    Column("prochaine_le", Date),
    # the earliest day on which the night has something to do or to say; NULL when nothing
    Column("nuit_le", Date),
)
Index("ix_dossier_structure", dossier.c.structure, dossier.c.etape)


journal = Table(
    "journal",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("acte", String, nullable=False),
    Column("de", String),
    Column("vers", String, nullable=False),
    Column("fait_le", Date, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("note", LongWords),
    Column("donnees", JSON, nullable=False),
)
Index("ix_journal_acte_fait_le", journal.c.acte, journal.c.fait_le)

echeance = Table(
    "echeance",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True),
    Column("ouverte_par", Integer, primary_key=True, autoincrement=False),
    Column("slug", String, primary_key=True),
    Column("depart_le", Date, nullable=False),
    Column("nominale_le", Date, nullable=False),
    Column("legale_le", Date, nullable=False),
    Column("interne_le", Date, nullable=False),
    Column("etat", String, nullable=False),
    Column("provisoire", Boolean, nullable=False),
    Column("fondement", String, nullable=False),
    Column("duree", String, nullable=False),
    Column("close_le", Date),
)


situation = Table(
    "situation",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("nature", String, nullable=False),  # a Nature, or « exemption »
    Column("sous_type", Words),
    Column("debut_le", Date, nullable=False),
    Column("fin_le", Date, nullable=False),  # end or review: no situation without one
    Column("revue", Boolean, nullable=False),
    Column("rompue_le", Date),
    Column("preuve", String, nullable=False),
    Column("preuve_vue_le", Date, nullable=False),
)

rendez_vous = Table(
    "rendez_vous",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("etape", String, nullable=False),  # entretien or convocation
    Column("le", Date, nullable=False),
    Column("heure", String(5), nullable=False),
    Column("lieu", Words, nullable=False),
    Column("issue", String),  # tenu, absent, excuse, reporte; NULL while expected
)
Index("ix_rendez_vous_le", rendez_vous.c.le)

contact = Table(
    "contact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", ForeignKey("dossier.id"), nullable=False, index=True),
    Column("le", Date, nullable=False),
    Column("nature", String, nullable=False),
    Column("resultat", String, nullable=False),
    Column("note", LongWords),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    Column("qui", String),  # who answered
    Column("representant", Integer),  # which representative, as people number them
    # noted by mistake: it counts no more, and stays to be read
    Column("annule_a", Instant),
    Column("annule_par", Words),
    Column("annule_motif", LongWords),
)

scelle = Table(
    "scelle",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("pdf", LargeBinary, nullable=False),
    Column("modele", String, nullable=False),
    Column("version_modele", String, nullable=False),
    Column("donnees", JSON, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    # changed by hand: the file that came back, and the letter as its template made it
    Column("retouche_sha256", String),
    Column("origine_sha256", String),
)

courrier = Table(
    "courrier",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", Integer, nullable=False),
    Column("structure", String),
    Column("acte_n", Integer, nullable=False),
    Column("modele", String, nullable=False),
    Column("role", String, nullable=False),  # representant, jeune, departement
    Column("representant_id", ForeignKey("representant.id")),
    Column("destinataire", Words, nullable=False),
    Column("pli", Integer, nullable=False),  # letters of one act that share an envelope share this number
    Column("etat", String, nullable=False),
    Column("fichier", String),
    Column("erreur", LongWords),
    Column("sha256", ForeignKey("scelle.sha256")),
    Column("poste_le", Date),
    Column("mode", String),
    Column("numero", Words),
    Column("tirage_id", Integer),  # the print run that sealed it
    Column("remplace", Integer),  # the letter, never arrived, in whose place this one leaves
    Column("presente_le", Date),
    Column("issue_le", Date),
    ForeignKeyConstraint(["dossier_id", "acte_n"], ["journal.dossier_id", "journal.n"]),
    sqlite_autoincrement=True,  # the number is printed: never given again, even once its row is gone
)
Index("ix_courrier_dossier_id", courrier.c.dossier_id, courrier.c.acte_n)

# A number of the post, spaces apart: on one envelope, for ever (casework/tracking.py).
numero = Table(
    "numero",
    metadata,
    Column("numero", String, primary_key=True),
    Column("dossier_id", Integer, nullable=False),
    Column("acte_n", Integer, nullable=False),
    Column("pli", Integer, nullable=False),
    Column("poste_le", Date, nullable=False),
    ForeignKeyConstraint(["dossier_id", "acte_n"], ["journal.dossier_id", "journal.n"]),
    UniqueConstraint("dossier_id", "acte_n", "pli", "poste_le"),
)

# What happened to a letter, one line each, never changed: made again, printed, printed again, posted,
# presented, back.
suivi = Table(
    "suivi",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("courrier_id", ForeignKey("courrier.id"), nullable=False, index=True),
    Column("evenement", String, nullable=False),  # a LetterState, or « reimprime », « retouche », « renvoye »
    Column("le", Date, nullable=False),
    Column("mode", String),
    Column("numero", Words),
    Column("tirage_id", Integer),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
)

# A file that somebody changed by hand: what the letter will be sealed from.
retouche = Table(
    "retouche",
    metadata,
    Column("courrier_id", ForeignKey("courrier.id"), primary_key=True, autoincrement=False),
    Column("fichier", Words, nullable=False),
    Column("contenu", LargeBinary, nullable=False),
    Column("sha256", String, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
)

tirage = Table(
    "tirage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("structure", String),
    Column("cree_le", Date, nullable=False),
    Column("recto_verso", Boolean, nullable=False),
    Column("fichier", String),  # NULL until the file is whole on the disk
    Column("fini_a", Instant),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
)

feuille = Table(
    "feuille",
    metadata,
    Column("tirage_id", ForeignKey("tirage.id"), primary_key=True, autoincrement=False),
    Column("rang", Integer, primary_key=True, autoincrement=False),
    Column("courrier_id", ForeignKey("courrier.id"), nullable=False, index=True),
    Column("pages", Integer, nullable=False),
)

# Who changed what of a person: nothing is overwritten without a trace.
modification = Table(
    "modification",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jeune_id", ForeignKey("jeune.id"), nullable=False, index=True),
    Column("representant_id", Integer),
    Column("champ", String, nullable=False),
    Column("avant", Words),
    Column("apres", Words),
    Column("le", Date, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
)

# Two dossiers of one minor, merged: the reference of the one leads to the other, until it is undone.
fusion = Table(
    "fusion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("structure", String, nullable=False),
    Column("absorbe_id", Integer, nullable=False, index=True),
    Column("garde_id", ForeignKey("dossier.id"), nullable=False, index=True),
    Column("acte_n", Integer, nullable=False),  # the closing of the one that does not go on
    Column("le", Date, nullable=False),
    Column("malgre", LongWords),  # why, where the two contradict each other
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    Column("annule_a", Instant),
    Column("traces", JSON, nullable=False),  # what undoing it needs
    ForeignKeyConstraint(["absorbe_id", "acte_n"], ["journal.dossier_id", "journal.n"]),
)

# A bilan that was sealed, never changed: `contenu` is the very text that `sha256` is of (storage/bilans.py).
bilan_fige = Table(
    "bilan_fige",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("numero", String, nullable=False, unique=True),  # B0001
    Column("structure", String),  # NULL: all of them
    Column("du_le", Date, nullable=False),
    Column("au_le", Date, nullable=False),
    Column("fige_a", Instant, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("contenu", Text, nullable=False),
    Column("sha256", String, nullable=False),
)
Index("ix_bilan_fige_structure", bilan_fige.c.structure, bilan_fige.c.du_le, bilan_fige.c.au_le)

# The tables of the night are read on their own, and found here with the others.
# Those of leave too.
from ofworkflow.storage.leave_tables import conge as conge  # noqa: E402
from ofworkflow.storage.leave_tables import relais as relais  # noqa: E402
from ofworkflow.storage.night_tables import alerte as alerte  # noqa: E402 — they refer to the tables above
from ofworkflow.storage.night_tables import echec as echec  # noqa: E402
from ofworkflow.storage.night_tables import nuit as nuit  # noqa: E402
from ofworkflow.storage.night_tables import prevision as prevision  # noqa: E402
from ofworkflow.storage.partner_tables import partenaire as partenaire  # noqa: E402
from ofworkflow.storage.searched_tables import recherche as recherche  # noqa: E402
