"""Attributions to statements: who said it, through what and when."""

STAGE = "resolve"
VERSION = "2"
