"""What may happen: the words, THE TABLE, the guards, the decision and the replay. Pure: no clock, no
database, no file."""
