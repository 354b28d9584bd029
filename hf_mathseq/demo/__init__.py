"""A web page that answers typed problems: pages, their workers, and the widgets around them."""
