"""What whole tables answer: lists, counts, sums, extremes, pairs and bounds over the rows that a question means."""
