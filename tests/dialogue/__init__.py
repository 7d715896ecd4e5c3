"""Sentences about how a talk works."""
