"""The annual bilan: one content (`content`, `sections`), and three renderings of it — a page, a document,
a workbook."""
