"""Sentences about how the words get into the product."""
