"""From the hand-written specs to the generated contracts."""
