"""`fleetmock coverage`: what a client has met of the APIs, asked of the mock that it was tested against."""
