"""Lines to blocks: the rules by which a printed page is read."""
