"""The ways people reach the assistant: the web, messengers, programs on their desk."""
