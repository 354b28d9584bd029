"""Programs that run beside this one, answer line by line and can be killed."""
