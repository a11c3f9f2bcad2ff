"""The benchmark: fleetmock beside other ways to serve the same document."""
