"""Anybody does anything at any time: the product against small second tellings of its rules."""
