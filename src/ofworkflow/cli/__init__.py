"""French commands: arguments in, one use case, words out. No rule, no query."""
