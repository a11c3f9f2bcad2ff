"""The journal: what clients asked and what they were answered, for tests to verify against."""
