"""Who answers for what: duties by place, industry and link, leaves, hand-overs, the top officials."""
