"""Mixed load: web, stream and bot side by side, a plan replaced each minute, each answer held against the right one.

`python -m eval.load --mixed --minutes 10`
"""
