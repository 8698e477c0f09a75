"""The words of those who ask, as data files: the field's terms in two languages, and phone shorthand."""
