"""Which use case, at what hour: APScheduler is an alarm clock, and the ledger of nights is what knows what
was done."""
