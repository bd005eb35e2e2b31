"""A scene becomes bytes: one module a format."""
