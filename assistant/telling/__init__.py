"""How what was found is told: outcomes, citations, cells and sentences placed in replies."""
