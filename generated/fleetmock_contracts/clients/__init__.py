# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""Typed clients."""
