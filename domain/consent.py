"""What people agree to once: that the desk keeps what they report. Urgent matters never wait for it."""

VERSION = 1  # of the words they read; one more asks everybody once more


def needed(*, urgent: bool, agreed: bool) -> bool:
    """Whether a matter must not go out before its author has agreed."""
    return not urgent and not agreed
