"""How each vendor speaks: the headers of its answers and the shape of its errors."""
