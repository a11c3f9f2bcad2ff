"""What goes wrong on demand: late, refused and throttled requests, and answers that break on their way."""
