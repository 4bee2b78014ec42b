"""Where the registry's facts lie."""

from xinan.registry.sql_fact import AS_OF, OF_TOUCHED, OF_TOUCHED_CONTRACTORS, TOUCHED, SqlFact, sql_fact

_OF_TOUCHED_FIRMS = (
    "enterprise_id IN (SELECT unnest(ARRAY[p.contractor_id, p.owner_id])"  # noqa: S608 names of ours
    f" FROM registry_project p JOIN {TOUCHED} USING (project_id))"
)
_OF_CONTRACTORS = _OF_TOUCHED_FIRMS.replace("unnest(ARRAY[p.contractor_id, p.owner_id])", "p.contractor_id")
_OF_DEPOSITS = f"deposit_id IN (SELECT deposit_id FROM registry_deposit WHERE {OF_TOUCHED})"  # noqa: S608

FACTS: dict[str, SqlFact] = {
    fact.table.name: fact
    for fact in (
        sql_fact(
            "region",
            "registry_region",
            touched="true",
            always=f"valid_from <= {AS_OF} AND (valid_to IS NULL OR valid_to > {AS_OF})",
        ),
        sql_fact("enterprise", "registry_enterprise", touched=_OF_TOUCHED_FIRMS),
        # A contractor's other projects say how long it has worked without arrears.
        sql_fact("project", "registry_project", touched=OF_TOUCHED_CONTRACTORS),
        sql_fact("pause", "registry_pause"),
        sql_fact("notice_board", "registry_noticeboard"),
        sql_fact("arrears_record", "registry_arrearsrecord", touched=_OF_CONTRACTORS),
        sql_fact("joint_list", "registry_jointlisting", touched=_OF_CONTRACTORS),
        sql_fact("feed", "registry_feed"),
        sql_fact("wage_account", "registry_wageaccount"),
        sql_fact("deposit", "registry_deposit"),
        sql_fact("deposit_draw", "registry_depositdraw", touched=_OF_DEPOSITS),
    )
}
