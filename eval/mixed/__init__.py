"""Mixed load: web, stream and bot side by side, a plan replaced each minute, every answer held against the right one."""
