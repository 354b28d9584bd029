"""What one request to the demo may cost; a public server meets any text."""

MAX_CHARACTERS = 10_000
"""Characters of a problem; the reader of expressions takes no more either."""
MAX_BEAMS = 20
"""Hypotheses of a request; the published tables stop at 50, which a laptop feels."""
SECONDS = 60.0
"""Time by the clock for one problem, reading, decoding, checking and drawing together."""
LOAD_SECONDS = 300.0
"""Time for a worker to load all models, downloads included."""
MAX_MEMORY = 4 << 30
"""Bytes of address space of a worker; PyTorch with the small models maps 2.3 GB."""
MAX_BODY = 1 << 17
"""Bytes of the body of a request: a problem with every character escaped, and room to spare."""
MAX_WAITING = 32
"""Requests in the queue; more are refused at once."""
