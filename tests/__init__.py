"""Sentences about the product, as code; the folders mirror the rooms of the house."""
