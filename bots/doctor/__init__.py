"""`python -m bots.doctor`: looks whether all is in place to answer questions, and says the mend where it is not."""
