"""`python -m fleetmock_tooling` is `fleetmock`."""

import sys

from fleetmock_tooling.cli import main

sys.exit(main())
