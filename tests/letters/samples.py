"""The sample letters that templates are tried on, for the tests."""

from ofworkflow.letters.samples import *  # noqa: F403 — the tests say « s.premiere_convocation() »
