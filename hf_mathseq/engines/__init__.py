"""Computer algebra systems as integrators, each in a process of its own."""
