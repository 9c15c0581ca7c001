"""What leaves the house and what comes back: drafts, runs, seals, postings, returns."""
