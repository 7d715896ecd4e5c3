"""Sentences about what people can do here."""
