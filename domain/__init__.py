"""What the rules are: pure, without I/O, clock or chance."""
