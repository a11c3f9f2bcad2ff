"""The mock in tests: in the process or on a port, and handles on what is in it."""
