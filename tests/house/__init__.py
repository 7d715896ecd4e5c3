"""Rules of the house: imports, words, papers, the wheel."""
