"""How much one file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import ReadError

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that reading one file may take; a file that needs more fails alone. `ingest.settings` has the bounds."""

    file_mb: int = 100
    """Size of the file itself."""
    unpacked_mb: int = 500
    """Size of what an archive format (.docx, .xlsx) unpacks to."""
    pages: int = 2000
    seconds: int = 300
    """Wall time and processor time, each."""
    memory_mb: int = 2048
    """Address space of the process that reads."""

    def check_size(self, size: int, name: str) -> None:
        """Raises ReadError for a file of more than `file_mb`; `size` in bytes."""
        if size > self.file_mb * _MB:
            raise ReadError(
                name,
                f"tệp nặng {size // _MB} MB, quá giới hạn {self.file_mb} MB (READ_FILE_MB)",
                f"the file has {size // _MB} MB, over the limit of {self.file_mb} MB (READ_FILE_MB)",
            )

    def check_unpacked(self, size: int, name: str) -> None:
        """Raises ReadError for an archive that unpacks to more than `unpacked_mb`; `size` in bytes."""
        if size > self.unpacked_mb * _MB:
            raise ReadError(
                name,
                f"tệp nén bung ra {size // _MB} MB, quá giới hạn {self.unpacked_mb} MB (READ_UNPACKED_MB); có thể là"
                " tệp phá hoại",
                f"the archive unpacks to {size // _MB} MB, over the limit of {self.unpacked_mb} MB (READ_UNPACKED_MB);"
                " it may be a bomb",
            )

    def check_pages(self, pages: int, name: str) -> None:
        """Raises ReadError for a document of more than `pages`."""
        if pages > self.pages:
            raise ReadError(
                name,
                f"có {pages} trang, quá giới hạn {self.pages} trang (READ_PAGES)",
                f"has {pages} pages, over the limit of {self.pages} (READ_PAGES)",
            )
