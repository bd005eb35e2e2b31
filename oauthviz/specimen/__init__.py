"""Specimens of a theme: pictures that show every part once, for eyes and for measuring."""
