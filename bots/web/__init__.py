"""The web: the API, the widget, and the pages that people read."""
