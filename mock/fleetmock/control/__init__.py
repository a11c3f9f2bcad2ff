"""The control plane: how a test drives the mock. One module for each resource; what a handler gets is the namespace."""
