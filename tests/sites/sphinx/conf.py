project = "Sample"
version = "1"
copyright = "the authors"
extensions = ["oauthviz.integrations.sphinx"]
html_theme = "basic"
numfig = True
locale_dirs = ["locale"]
gettext_compact = False

oauthviz_theme = "pink-teal"
oauthviz_dark_theme = "neon-dark"
