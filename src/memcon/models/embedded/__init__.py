"""The model that runs on this machine: its weights, and the server that memcon starts for it."""
