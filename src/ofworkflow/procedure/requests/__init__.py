"""What is asked of the procedure: one frozen dataclass an act, the form in which the journal keeps it for
ever.

The annotation of a field says how people read it (`of pourquoi`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ofworkflow.procedure.case import RendezVous as RendezVous
from ofworkflow.procedure.entries import Request as Request
from ofworkflow.procedure.requests.interviews import ConstaterAbsence as ConstaterAbsence
from ofworkflow.procedure.requests.interviews import Convoquer as Convoquer
from ofworkflow.procedure.requests.interviews import Justifier as Justifier
from ofworkflow.procedure.requests.interviews import Recevoir as Recevoir
from ofworkflow.procedure.requests.interviews import Reporter as Reporter
from ofworkflow.procedure.requests.lives import Annuler as Annuler
from ofworkflow.procedure.requests.lives import Cloturer as Cloturer
from ofworkflow.procedure.requests.lives import Ouvrir as Ouvrir
from ofworkflow.procedure.requests.lives import Rouvrir as Rouvrir
from ofworkflow.procedure.requests.notices import EnregistrerReponse as EnregistrerReponse
from ofworkflow.procedure.requests.notices import PreparerTransmission as PreparerTransmission
from ofworkflow.procedure.requests.notices import Transmettre as Transmettre
from ofworkflow.procedure.requests.postings import EnregistrerRetour as EnregistrerRetour
from ofworkflow.procedure.requests.postings import Poster as Poster
from ofworkflow.procedure.requests.solutions import ConstaterSilence as ConstaterSilence
from ofworkflow.procedure.requests.solutions import ConstaterSituation as ConstaterSituation
from ofworkflow.procedure.requests.solutions import ConstaterTerme as ConstaterTerme
from ofworkflow.procedure.requests.solutions import Exempter as Exempter
from ofworkflow.procedure.requests.solutions import Rompre as Rompre
from ofworkflow.procedure.vocabulary import Act

REQUESTS: Mapping[Act, type[Request]] = {kind.act: kind for kind in Request.__subclasses__()}
"""The request of each act."""
