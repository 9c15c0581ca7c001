"""Lists in: read whatever they are, check every row, say every fault, match persons, and only then write."""
