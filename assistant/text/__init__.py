"""The words of a text and what they have in common with others; knows nothing of plans or questions."""
