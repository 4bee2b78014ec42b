"""What banks report: batches fed back, movements spread over their lines, days reconciled, messages taken."""
