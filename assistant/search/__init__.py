"""The passages that a question may mean, the likeliest first."""
