"""Le moteur de la procédure « Obligation de formation » d'une mission locale."""

__version__ = "0.1.0"
