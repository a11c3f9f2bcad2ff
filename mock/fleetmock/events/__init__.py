"""What happens in a namespace, for whoever is listening while it does."""
