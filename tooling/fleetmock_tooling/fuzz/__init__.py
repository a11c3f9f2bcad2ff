"""Contract fuzzing: schemathesis does it, these modules aim it and read its results."""
