"""The fleet: devices, commands and time. Nothing here knows of HTTP."""
