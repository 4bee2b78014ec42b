"""What everything else stands on: time, money, identifiers, the calendar, ciphers. Knows no Django and no database."""
