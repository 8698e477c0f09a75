"""Where a model that a setting names comes from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.embedding.package_model import MODEL_NAME, PACKAGE, PACKAGE_SHA256
from ingest.errors import EmbeddingError

# Raised whenever the conversion changes; what an earlier one has written is left to the programs that it serves.
RECIPE = 3
# Raised when it changes so that vectors do: those of one number can be compared.
VECTORS = 1


class Origin(StrEnum):
    """The kinds of place that hold a model."""

    PACKAGE = "package"
    FOLDER = "folder"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model to convert: its origin, and its name (on the hub) or its absolute path."""

    origin: Origin
    name: str

    @property
    def slug(self) -> str:
        """The model's name in a-z, 0-9 and hyphens: "BAAI/bge-m3" -> "baai-bge-m3", a folder by its last part."""
        shown = Path(self.name).name if self.origin is Origin.FOLDER else self.name
        return re.sub(r"[^a-z0-9]+", "-", shown.lower()).strip("-")[:48].rstrip("-") or "model"

    @property
    def entry_name(self) -> str:
        """The name of its folder in the cache."""
        return f"{self.slug}-{_short_digest(f'{RECIPE} {self.origin} {self.name}')}"

    def stamp(self) -> str:
        """A text that changes when the model must be converted again.

        For a folder it goes by the names, sizes and times of its files, because their content takes long to read.
        """
        if self.origin is Origin.PACKAGE:
            return f"recipe {RECIPE}, {PACKAGE} {PACKAGE_SHA256}"
        if self.origin is Origin.HUB:
            return f"recipe {RECIPE}, hub {self.name}"
        root = Path(self.name)
        files = sorted((path, path.stat()) for path in root.rglob("*") if path.is_file())
        listing = "\n".join(f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in files)
        return f"recipe {RECIPE}, folder {_short_digest(listing)}"


def model_source(setting: str) -> ModelSource:
    """The source that the setting EMBEDDING_MODEL names.

    Raises EmbeddingError when it reads as a path and no such folder exists.
    """
    name = setting.strip()
    if name == MODEL_NAME:
        return ModelSource(Origin.PACKAGE, name)
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return ModelSource(Origin.FOLDER, str(folder.resolve()))
    if not re.fullmatch(r"[\w-][\w.-]*(/[\w.-]+)?", name, re.ASCII):
        raise EmbeddingError(
            f"EMBEDDING_MODEL={setting!r}: không có thư mục này. Hãy ghi đường dẫn tới một thư mục "
            f"sentence-transformers, tên mô hình trên kho, hoặc bỏ trống để dùng {MODEL_NAME}.",
            f"EMBEDDING_MODEL={setting!r}: there is no such folder. Give the path of a sentence-transformers folder, "
            f"a model's name on the hub, or nothing to use {MODEL_NAME}.",
        )
    return ModelSource(Origin.HUB, name)


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
