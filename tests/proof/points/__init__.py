"""Wherever the program dies, before each operation on its database and each call, its stories end the same."""
