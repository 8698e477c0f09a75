"""The index: the catalogue in SQL, which is the truth, the vectors in Chroma, and one `PlanStore` before both."""
