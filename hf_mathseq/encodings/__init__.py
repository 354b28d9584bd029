"""Numbers, arrays and expressions as token sequences, and the vocabularies that hold the tokens."""
