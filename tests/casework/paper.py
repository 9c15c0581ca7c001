"""Letters of real dossiers read back as their addressee reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from house import desk, press
from letters.reading import text
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail import drafts
from ofworkflow.casework.mail import posting as mail
from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


class Paper:
    """What a house prints and posts, in a folder of its own."""

    def __init__(self, base: Database, folder: Path) -> None:
        self.base, self.press = base, press(folder)

    def post(
        self, dossier: int, on: date, mode: PostMode = PostMode.SIMPLE, number: str = "", *, models: tuple[str, ...] = ()
    ) -> list[int]:
        """Post the letters of a dossier that wait, those of some models alone where they are named."""
        with self.base.writing() as connection:
            waiting = mail.postable(connection, dossier)
            c = m.courrier.c
            rows = connection.execute(select(c.id, c.modele, c.pli).where(c.id.in_(waiting)).order_by(c.id)).all()
            numbers = [row.id for row in rows if not models or row.modele in models]
            tracking = {row.id: f"{number}{row.pli}" for row in rows if row.id in numbers} if number else {}
            mail.post(connection, self.press, numbers, done_on=on, mode=mode, tracking=tracking, desk=desk(on))
        return numbers

    def came_back(self, numbers: list[int], issue: LetterState, on: date, presented_on: date | None = None) -> None:
        """Note what the post says of these letters."""
        with self.base.writing() as connection:
            mail.record_return(connection, numbers, issue=issue, done_on=on, presented_on=presented_on, desk=self.desk(on))

    def desk(self, on: date) -> Desk:
        """Return who writes that day."""
        return desk(on)

    def numbers(self, dossier: int, modele: str, role: str = "") -> list[int]:
        """Return the letters of a model, in order, those cancelled left out."""
        c = m.courrier.c
        where = [c.dossier_id == dossier, c.modele == modele, c.etat != str(LetterState.ANNULE)]
        where += [c.role == role] if role else []
        with self.base.reading() as connection:
            return list(connection.execute(select(c.id).where(*where).order_by(c.id)).scalars())

    def read(self, dossier: int, modele: str, role: str = "") -> list[str]:
        """Return the words of the letters of a model, in order."""
        with self.base.reading() as connection:
            return [text(drafts.preview(connection, self.press, n)[0].pdf) for n in self.numbers(dossier, modele, role)]
