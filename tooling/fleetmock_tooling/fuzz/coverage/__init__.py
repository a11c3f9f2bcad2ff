"""How much of what an API documents a run has seen."""
