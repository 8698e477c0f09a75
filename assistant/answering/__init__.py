"""The steps of answering, each a file; `steps` says their order."""
