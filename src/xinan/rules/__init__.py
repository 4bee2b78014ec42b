"""The law as code: fact tables, rules, parameters, cases. No Django, no engine, no clock, no files but its own."""
