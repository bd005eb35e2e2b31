"""What a diagram claims about OAuth 2, checked against the RFCs. One rule a file, in `rules/`."""
