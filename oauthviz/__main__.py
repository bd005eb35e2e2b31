"""`python -m oauthviz` is the command line."""

from oauthviz.cli import main

main()
