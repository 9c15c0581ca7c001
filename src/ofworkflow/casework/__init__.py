"""What the team does: acts, journal, night, agenda, letters sent; every use case in one transaction that
the caller opens."""
