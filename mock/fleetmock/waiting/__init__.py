"""Waiting for what a test would otherwise sleep for."""
