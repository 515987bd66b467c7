"""What each page shows, made from the graph: plain dataclasses, no HTML and no request."""
