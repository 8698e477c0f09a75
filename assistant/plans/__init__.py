"""The plans in memory: their rows, columns and cells, the words that they print, the conditions that rows meet."""
