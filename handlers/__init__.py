"""What people can do here: one file per thing a person can do."""
