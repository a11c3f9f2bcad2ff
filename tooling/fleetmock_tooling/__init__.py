"""The command line of fleetmock: serve, generate, validate, fuzz."""
