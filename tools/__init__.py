"""What draws the pictures in docs/."""
