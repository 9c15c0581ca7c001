"""What is counted, declared once: a module for each part of the procedure, with its measures and its
indicators.

A new indicator is a row here (and a row for its measure, if it needs a new one), the SQL of that measure
(`aggregates.py`), its recount in the tests (`tests/statistics/recount.py`). Tables, screens, masks and docs
are made from the rows.
"""
