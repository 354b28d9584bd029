"""What can be said of a user's own problem without any model."""
