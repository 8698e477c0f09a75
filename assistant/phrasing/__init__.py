"""What the wording of a question asks for, told by the phrases of the lexicon alone."""
