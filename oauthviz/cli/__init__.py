"""The click commands. They call the library's public functions only."""
