"""Coverage of the client under test: what of an API it has met, and what never."""
