"""The container engine: `api.py` is its interface, `connect/connect.py` finds the engine of this user."""
