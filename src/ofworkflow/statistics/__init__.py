"""The figures: what is counted, how it is defined, and the questions that the base answers in one pass."""
