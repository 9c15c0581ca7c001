"""Why this date, this alerte, this act, this refusal: the chain that leads to it, for people and for
machines."""
