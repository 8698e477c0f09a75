"""Text whose tables are laid out with blanks, as `pdftotext -layout` writes it: cells under one another.

`looks` tells such texts. `reader` brings the columns of their tables to the same places (`words`, `heads`, `titles`,
`columns`, `moving`, `straight`), sets the lines in points (`setting`) and has them read as the pages of a PDF are, so
that rows, wrapped cells, page breaks, letterheads and paragraphs are found by the same code.
"""

from __future__ import annotations

from ingest.readers.laid.looks import looks_laid

__all__ = ["looks_laid"]
