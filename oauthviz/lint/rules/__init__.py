"""The rules, one a file. The docstring of each is its manual page and holds the two specs that the tests run."""
