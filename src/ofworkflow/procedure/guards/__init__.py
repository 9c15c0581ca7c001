"""What must hold before an act, by what it is about."""
