"""Sentences about the running program."""
