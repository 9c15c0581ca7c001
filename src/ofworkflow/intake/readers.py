"""From a file to a book: CSV, workbooks, HTML and XML tables, told by their content.

Nothing is opened before it is measured: a list has some thousands of lines, and whatever claims more is said
so at once.
"""

from __future__ import annotations

from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.intake.advice import BY_NAME, ENCODINGS, NO_ADVICE, Advice
from ofworkflow.intake.bounds import LARGEST
from ofworkflow.intake.decoding import decode
from ofworkflow.intake.delimited import SEPARATORS, read_delimited
from ofworkflow.intake.markup import is_markup, read_markup
from ofworkflow.intake.sheets import Book
from ofworkflow.intake.workbooks import OLD_EXCEL_MAGIC, ZIP_MAGIC, read_workbook
from ofworkflow.outside.reading import TooLargeError, read_at_most

_PDF_MAGIC = b"%PDF"


def read_bytes(path: Path) -> bytes:
    """Return the content of the file; raise `ListError` when it cannot be read."""
    try:
        if path.is_dir():
            raise ListError(f"{path} est un dossier. Donnez le fichier CSV ou XLSX qu'il contient.")
        return read_at_most(path, LARGEST)
    except TooLargeError:
        raise ListError(
            f"{path} dépasse {LARGEST // 1_000_000} Mo, ce qu'aucune liste de jeunes n'atteint. "
            "Vérifiez le fichier, ou coupez-le en plusieurs."
        ) from None
    except FileNotFoundError:
        raise ListError(f"La liste {path} n'existe pas. Vérifiez le chemin.") from None
    except ValueError:
        raise ListError("Ce nom de fichier ne peut pas exister. Vérifiez le chemin de la liste.") from None
    except OSError:
        raise ListError(
            f"La liste {path} ne peut pas être lue. Fermez-la dans le tableur, et vérifiez ses droits."
        ) from None


def read_book(path: Path, content: bytes, advice: Advice = NO_ADVICE) -> Book:
    """Return what a file holds, found in its content but for what is told; raise `ListError` when it is no
    list, `UsageError` for what is told of another kind of file."""
    if content.startswith((ZIP_MAGIC, OLD_EXCEL_MAGIC)):
        advice.check(path.name, text=False)
        return read_workbook(path, content)
    if content.startswith(_PDF_MAGIC):
        raise ListError(
            f"{path.name} n'est pas une liste mais un PDF. Demandez le même tableau en CSV ou XLSX."
        )
    decoded = decode(content, ENCODINGS.get(advice.encoding, ""))
    if decoded is None:
        raise ListError(f"{path.name} n'est pas une liste lisible. Donnez un fichier CSV ou XLSX.")
    if is_markup(decoded.text):
        return Book(read_markup(path, decoded.text), {"encodage": decoded.encoding})
    advice.check(path.name, text=True)
    sheet, separator = read_delimited(path, decoded.text, BY_NAME.get(advice.separator, ""))
    return Book((sheet,), {"encodage": decoded.encoding, "séparateur": SEPARATORS[separator]})


def empty_list(name: str) -> ListError:
    """Return what is said of a file that holds nothing."""
    return ListError(f"{name} est vide. Vérifiez l'export, puis recommencez.")
