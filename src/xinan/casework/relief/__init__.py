"""The safety net: who has to pay first, draws on deposits, the emergency fund, advance payment by who is liable."""
