"""The examination of a base: one check a rule, each in its row of `checks`, each tried on an altered base."""
