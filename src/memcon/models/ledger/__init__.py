"""The ledger of paid answers."""
