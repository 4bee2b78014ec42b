"""The national real-name interface: what its messages say, how they are signed, and how they become facts of ours."""
