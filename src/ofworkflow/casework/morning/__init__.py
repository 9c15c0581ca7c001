"""What the morning shows: the day, and the rapport of the night."""
