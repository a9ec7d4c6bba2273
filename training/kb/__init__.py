"""How the knowledge base's files are made from the lists in ../shared/data/kb; never imported by the package."""
