"""The APIs: what each operation does, in terms of the fleet."""
