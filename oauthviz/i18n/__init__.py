"""The string table of the parts that oauthviz itself words."""
