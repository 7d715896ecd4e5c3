"""Sentences about the workbook of an office that moves in."""
