"""A bad network on both sides of the program: nothing is lost, and no chat hears too much, too early or in disorder."""
