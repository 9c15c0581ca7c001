"""One module a letter: its context, its sample, who receives it, what it must say, its pages (`kinds.kind_of` finds it)."""
