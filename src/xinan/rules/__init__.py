"""The law as code: fact tables, rules, parameters, cases. No Django, no engine, no I/O beyond its own files, no clock."""
