"""The parts of the language-model writer: what it reads, what it is asked, and what is believed of its replies.

Nothing here is imported where no model is set.
"""
