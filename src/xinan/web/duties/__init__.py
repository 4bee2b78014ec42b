"""Who answers for what: the roster of duties, what nobody holds, the chain of levels, the top officials."""
