"""Bugs put in on purpose, each with the check that must find it: a check that never found one proves little."""
