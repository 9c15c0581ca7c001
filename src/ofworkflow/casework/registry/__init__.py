"""Dossiers and persons: opened, found, corrected, contacted."""
