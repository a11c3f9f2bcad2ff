# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""The models, one module for each API."""
