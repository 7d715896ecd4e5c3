"""What a machine does to the program that runs on it: faults in it, its disk, its clock, and its sleep."""
