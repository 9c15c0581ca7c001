"""From an act to the paper, and what people name when they speak of letters."""
