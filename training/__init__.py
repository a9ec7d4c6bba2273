"""How models/ is made, from the corpora in ../shared/data; never imported by the package."""
