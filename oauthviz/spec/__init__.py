"""The spec language: its model, and reading it from YAML or JSON with positions."""
