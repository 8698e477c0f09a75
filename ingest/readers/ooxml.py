"""The package that a .docx or .xlsx file is: its parts out of the ZIP archive, parsed without anything being fetched.

Sizes are checked before anything is unpacked. A ZIP reader unpacks no more of a part than the directory declares, so
that the declared sizes bound the actual ones; a part that is larger than it says fails its checksum.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.errors import ReadError
from ingest.readers.limits import Limits

_MOST_PARTS = 20_000
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE_DOCUMENT = "/officeDocument"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a package by name ("word/document.xml")."""

    archive: zipfile.ZipFile
    name: str

    def part(self, path: str) -> bytes | None:
        """The content of a part, None where there is none. Raises ReadError for one that is damaged."""
        try:
            return self.archive.read(path)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise self._damaged(path, str(error)) from None
        except (RuntimeError, NotImplementedError):  # a part with a password, or packed by a method that is not known
            raise self._damaged(path, "mật khẩu hoặc kiểu nén lạ") from None

    def xml(self, path: str) -> etree._Element | None:
        """The root of an XML part, None where there is none. Raises ReadError for one that is not well formed."""
        data = self.part(path)
        if data is None:
            return None
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise ReadError(
                self.name,
                f"phần {path} khai báo thực thể XML, điều tệp Office không bao giờ có; không đọc",
                f"the part {path} declares XML entities, which Office files never do; not read",
            )
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged(path, str(error)) from None

    def related(self, path: str, kind: str) -> str | None:
        """The part that a part points at by a relation whose type ends so ("/numbering"); "" is the package itself."""
        return next((target for _, type_, target in self._relations(path) if type_.endswith(kind)), None)

    def target(self, path: str, identifier: str) -> str | None:
        """The part that a part points at by the relation of that id."""
        return next((target for id_, _, target in self._relations(path) if id_ == identifier), None)

    def _relations(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Id, type and part of each relation inside the package; what lies outside of it is left alone."""
        folder, base = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield relation.get("Id", ""), relation.get("Type", ""), posixpath.normpath(inside)

    def main(self, usual: str) -> str:
        """The part with the document itself; `usual` where the package does not say."""
        found = self.related("", _OFFICE_DOCUMENT)
        return found if found in self.archive.namelist() and found else usual

    def _damaged(self, path: str, why: str) -> ReadError:
        return ReadError(
            self.name,
            f"tệp hỏng ở phần {path} ({why}); hãy mở bằng Word hoặc Excel rồi lưu lại",
            f"damaged in its part {path} ({why}); open it in Word or Excel and save it again",
        )


def open_package(data: bytes, name: str, limits: Limits) -> Package:
    """Opens a package. Raises ReadError for one that is cut off, is no archive, or unpacks to more than it may."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise ReadError(
            name,
            "tệp bị cắt cụt hoặc hỏng, không mở được; hãy lấy lại bản gốc hoặc mở bằng Word rồi lưu lại",
            "the file is cut off or damaged; get the original again or open it in Word and save it",
        ) from None
    parts = archive.infolist()
    limits.check_unpacked(sum(part.file_size for part in parts), name)
    if len(parts) > _MOST_PARTS:
        raise ReadError(name, f"tệp nén có {len(parts)} phần", f"the archive has {len(parts)} parts")
    return Package(archive, name)
