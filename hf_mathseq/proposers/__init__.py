"""What answers problems beside models: repair of their answers, rules, and other programs."""
