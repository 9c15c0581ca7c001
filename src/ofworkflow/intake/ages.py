"""Whom a list may report: the age on its day (L. 114-1)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ofworkflow.law.deadlines import age_on, in_scope, scope_from_on
from ofworkflow.law.texts import SCOPE_FROM_YEARS
from ofworkflow.text import counted


@lru_cache(maxsize=4096)  # few days of birth, for many rows
def waiting(born_on: date, list_on: date) -> str:
    """Say that the dossier of who is not 16 on the day of the list will wait; nothing otherwise."""
    sixteen_on = scope_from_on(born_on)
    if list_on >= sixteen_on:
        return ""
    return (
        f"Né(e) le {born_on:%d/%m/%Y}, pas encore 16 ans : le dossier s'ouvre, et attend le "
        f"{sixteen_on:%d/%m/%Y} ; rien n'est dû avant."
    )


@lru_cache(maxsize=4096)
def out_of_scope(born_on: date, list_on: date, youngest: int) -> str:
    """Return why nobody born that day is in scope on the day of the list; empty when in scope, or old enough
    to wait for it."""
    if born_on > list_on:
        return (
            f"La naissance, le {born_on:%d/%m/%Y}, est après le jour de la liste ({list_on:%d/%m/%Y}). "
            "Vérifiez l'année."
        )
    age = age_on(born_on, list_on)
    if in_scope(born_on, list_on) or youngest <= age < SCOPE_FROM_YEARS:
        return ""
    aged = f"Né(e) le {born_on:%d/%m/%Y}, {counted(age, 'an')} le {list_on:%d/%m/%Y}"
    if age < SCOPE_FROM_YEARS:
        return (
            f"{aged} : pas encore seize ans, trop tôt pour un dossier. Vérifiez la date, ou retirez la ligne."
        )
    return f"{aged} : majeur(e), l'obligation s'arrête là. Vérifiez la date, ou retirez la ligne."
