"""Do again what snapshots have, in another container: commands run or files copied as the recipe does it."""
