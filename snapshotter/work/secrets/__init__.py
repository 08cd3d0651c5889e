"""Secrets of a workspace: what is known of them, and where they are searched."""
