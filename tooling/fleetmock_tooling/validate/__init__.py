"""What must hold for the specs, and for what stands beside them."""
