"""The laws that generators draw from, each as a statistical test of what they draw."""
