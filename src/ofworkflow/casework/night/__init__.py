"""The night: what fell due, written once; its ledger, its plans, its reconciliation."""
