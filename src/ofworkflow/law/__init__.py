"""How long: the articles, their durations and how days are counted. Pure: no clock, no database, no file."""
