"""Theme packs: Metrics (what layout may see) apart from Paint (what drawing sees)."""
