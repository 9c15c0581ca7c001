"""Kill the tool at any moment, and count what was lost, done twice or left behind (docs/reliability.md)."""
