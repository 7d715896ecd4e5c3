"""Whole stories of the neighbourhood, through the real program and every way to reach it."""
