"""oauthviz turns a text spec into a publishable infographic, the same bytes every time."""

__version__ = "0.1.0"
