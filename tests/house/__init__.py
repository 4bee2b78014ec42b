"""Tests of the house: each contract is shown to fail on a toy violation, and to hold for the product."""
