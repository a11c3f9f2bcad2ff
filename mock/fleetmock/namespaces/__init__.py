"""Namespaces: what one mock keeps apart for clients that must not meet."""
