"""What a program that was killed leaves to the next one."""
