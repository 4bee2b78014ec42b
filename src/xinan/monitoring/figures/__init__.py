"""What handling shows: how many are signed for, answered, verified, cured in what time, false, back again; and the rows behind."""
