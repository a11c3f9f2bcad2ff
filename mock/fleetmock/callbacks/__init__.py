"""Telling a client's own server what becomes of its commands. Off, unless hosts are allowed."""
