"""Xin'an (薪安): sees to it that the people who build a province's roads and houses are paid."""
