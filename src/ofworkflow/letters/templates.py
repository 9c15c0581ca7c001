"""Where templates are found: the mission locale's folder first, template by template, then the ones
shipped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from ofworkflow.errors import LetterError
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.outside.unused import unused_files

SUFFIX = ".md.j2"
LAYOUT = "mise_en_page.typ"
_LARGEST = 200_000  # bytes
_INCLUDED = re.compile(r"""\{%[-+]?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.md\.j2|\.typ)")


def default_folder() -> Path:
    """Return the templates shipped: inside the wheel, or at the root of a source checkout."""
    package = Path(__file__).resolve().parents[1]
    folders = (package / "_defaults" / "letter_templates", package.parents[1] / "letter_templates")
    return next((folder for folder in folders if folder.is_dir()), folders[0])


class Templates:
    """Template texts by file name; a file of `folder` stands before the one shipped under the same name."""

    def __init__(self, folder: Path | None = None) -> None:
        self.house = folder
        self._folders = tuple(f for f in (folder, default_folder()) if f is not None and f.is_dir())

    def unused_files(self, letters: Iterable[str]) -> list[str]:
        """Return one sentence for each file of the house's folder that serves none of these letters."""
        if self.house is None:
            return []
        if not self.house.is_dir():
            return [
                f"Le dossier des modèles {self.house} n'existe pas, ceux d'origine servent ; corrigez « "
                "courriers.modeles »."
            ]
        read = {f"{letter}{SUFFIX}" for letter in letters} | {LAYOUT}
        waiting = list(read)
        while waiting:  # what is read, and all that it includes
            try:
                text = self.text(waiting.pop())
            except LetterError:
                continue
            included = {name for name in _INCLUDED.findall(text) if name not in read}
            read |= included
            waiting += included
        shipped = [path.name for path in default_folder().iterdir()] if default_folder().is_dir() else []
        return list(unused_files(self.house, lambda name: name in read, sorted(read | set(shipped))))

    def path(self, name: str) -> Path:
        """Return the file `name`; raise `LetterError` when no folder has it or it lies outside of them."""
        for folder in self._folders if _NAME.fullmatch(name) else ():
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        from difflib import get_close_matches  # only when something is wrong

        near = get_close_matches(name, self.names(), n=1)
        hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else "."
        raise LetterError(f"Le modèle « {name} » n'existe pas dans le dossier des modèles{hint}")

    def text(self, name: str) -> str:
        """Return the text of the file `name`, as it is now on the disk."""
        path = self.path(name)
        try:
            if path.stat().st_size > _LARGEST:
                raise LetterError(
                    f"Le modèle {name} dépasse {_LARGEST // 1000} ko, ce qu'aucun courrier n'atteint "
                    f"({path})."
                )
            return decoded(path.read_bytes())
        except NotATextError:
            raise LetterError(
                f"Le modèle {name} n'est pas un texte : enregistrez-le à nouveau en UTF-8 ({path})."
            ) from None
        except OSError as error:
            raise LetterError(
                f"Le modèle {name} est illisible ({error.strerror}) : vérifiez ses droits ({path})."
            ) from None

    def names(self) -> list[str]:
        """Return the names of every template, the mission locale's and the ones shipped."""
        return sorted({path.name for folder in self._folders for path in folder.glob(f"*{SUFFIX}")})


def version(texts: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of named texts: the template, what it includes, the layout; their order does not
    matter."""
    digest = hashlib.sha256()
    for name, text in sorted(texts):
        digest.update(f"{name}\0{len(text)}\0{text}\0".encode())
    return digest.hexdigest()
