"""Load and soak: an hour leaves the program as it was, bursts are answered, urgency overtakes, copies are whole."""
