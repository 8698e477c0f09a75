"""The plans as tools for assistants on a desk, by the Model Context Protocol."""
