"""Systems of differential equations: formulas, gradients, and systems of one's own."""
