"""oauthviz inside other programs: each module here is loaded by the program that it serves."""
