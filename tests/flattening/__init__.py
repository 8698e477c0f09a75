"""New "flattened" plans with known truth, to measure the reader of flattened tables on layouts nobody tuned it for.

A flattened plan is what a text extractor gives for a PDF made with Word: its tables have lost their rulings, and the
wrapped lines of their cells follow one another. `make_documents` draws plans of varied layouts and gives each with
its truth; `tests.flattening.measure` reads them with a reader and counts what it got right.
"""

from tests.flattening.documents import Appendix, PlanSpec, Truth, flatten
from tests.flattening.drawing import make_document, make_documents
from tests.flattening.tables import (
    Cell,
    Column,
    GroupForm,
    GroupLine,
    RowLine,
    Table,
    TableStyle,
    TruthLine,
    TruthTable,
)

__all__ = [
    "Appendix",
    "Cell",
    "Column",
    "GroupForm",
    "GroupLine",
    "PlanSpec",
    "RowLine",
    "Table",
    "TableStyle",
    "Truth",
    "TruthLine",
    "TruthTable",
    "flatten",
    "make_document",
    "make_documents",
]
