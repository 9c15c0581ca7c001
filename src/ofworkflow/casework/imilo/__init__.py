"""Beside the national system: what must be typed there, and what an export of it says otherwise."""
