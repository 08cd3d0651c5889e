"""The container engine: what it can do stands in `api.py`, and `connect/connect.py` finds the one of this user."""
