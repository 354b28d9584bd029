"""Published files of the papers' own programs: reading, converting and writing them."""
