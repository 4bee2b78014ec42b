"""Where the facts of clues lie."""

from xinan.registry.sql_fact import SqlFact, sql_fact

FACTS: dict[str, SqlFact] = {"clue": sql_fact("clue", "casework_clue")}
