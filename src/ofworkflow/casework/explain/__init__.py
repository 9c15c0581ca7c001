"""Why this date, this warning, this act, this refusal: the chain that leads to it, for people and for machines."""
