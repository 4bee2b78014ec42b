"""Procedures of cases: inspection, mediation, payment order, arbitration, enforcement, police, listing, legal aid."""
