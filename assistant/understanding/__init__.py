"""From a question as typed to a `Question`: words claim their meaning, follow-ups take up what was told."""
