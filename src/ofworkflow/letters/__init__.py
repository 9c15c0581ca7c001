"""Words to paper: `contexts` says what a letter is given, `renderer` makes the PDF; nothing here knows the
database."""
