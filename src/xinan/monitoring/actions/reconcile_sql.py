"""The statements of reconciling, each over all findings at once.

`xinan_finding` holds the findings of the run. A live warning and a finding are the same where rule, project, subject and
period are.
"""

# ruff: noqa: S608 everything put into these statements is a constant of this module

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS xinan_finding (
    rule text NOT NULL,
    project_id text,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    period text,
    level text NOT NULL,
    since date NOT NULL,
    measures jsonb NOT NULL,
    state text NOT NULL,
    because text NOT NULL,
    fingerprint text NOT NULL
) ON COMMIT DROP
"""

COPY = """
COPY xinan_finding (rule, project_id, subject_kind, subject_id, period, level, since, measures, state, because, fingerprint)
FROM STDIN
"""

# One finding to an identity: the engine's promise, without which a warning would be opened twice.
UNIQUE = """
CREATE UNIQUE INDEX IF NOT EXISTS xinan_finding_once ON xinan_finding
(rule, subject_kind, subject_id, coalesce(project_id, ''), coalesce(period, ''))
"""

SAME = """
f.rule = w.rule AND f.subject_kind = w.subject_kind AND f.subject_id = w.subject_id
AND coalesce(f.project_id, '') = coalesce(w.project_id, '') AND coalesce(f.period, '') = coalesce(w.period, '')
"""

# Live warnings that this run speaks of.
IN_SCOPE = """
w.state <> 'cured' AND (
    %(everything)s
    OR w.project_id = ANY(%(project_ids)s)
    OR (w.project_id IS NULL AND w.subject_kind = 'enterprise' AND w.subject_id = ANY(%(enterprise_ids)s))
)
"""

# What the change log says touched the project; where nothing did, its rule was changed, or time passed.
TOUCHED = "%(causes)s::jsonb ->> coalesce({0}.project_id, {0}.subject_id)"
VERSION = "coalesce(%(fingerprints)s::jsonb ->> w.rule, '')"
OTHER_VERSION = f"w.rule_fingerprint <> '' AND w.rule_fingerprint <> {VERSION}"
CAUSE_OF_WARNING = f"coalesce({TOUCHED.format('w')}, CASE WHEN {OTHER_VERSION} THEN 'rule' ELSE 'time' END)"
CAUSE_OF_FINDING = f"coalesce({TOUCHED.format('f')}, CASE WHEN f.rule = ANY(%(changed)s) THEN 'rule' ELSE 'time' END)"

CURE = f"""
WITH gone AS (
    SELECT w.id, {CAUSE_OF_WARNING} AS cause, {VERSION} AS version
    FROM monitoring_warning w LEFT JOIN xinan_finding f ON {SAME}
    WHERE {IN_SCOPE} AND f.rule IS NULL
), cured AS (
    UPDATE monitoring_warning w
    SET state = 'cured', cured_at = %(now)s, cured_on = %(as_of)s, cured_cause = left(gone.cause, 300),
        because = '', evaluated_as_of = %(as_of)s
    FROM gone WHERE w.id = gone.id
    RETURNING w.id, w.level, w.measures, w.cured_cause, gone.version
)
INSERT INTO monitoring_warningevent
    (warning_id, run_id, kind, at, level, level_before, measures, cause, rule_fingerprint)
SELECT id, %(run_id)s, 'cured', %(now)s, level, '', measures, cured_cause, version FROM cured
RETURNING kind
"""

RANK = "array_position(ARRAY['grey', 'blue', 'yellow', 'orange', 'red'], {0}::text)"

# Figures that grow by the day are kept up to date without an event; an event says that facts changed them.
UPDATE = f"""
WITH differing AS (
    SELECT w.id, w.level AS level_before, w.state AS state_before, f.level, f.since, f.measures, f.state, f.because,
        f.fingerprint, {CAUSE_OF_WARNING} AS cause
    FROM monitoring_warning w JOIN xinan_finding f ON {SAME}
    WHERE w.state <> 'cured' AND (w.level, w.state, w.since, w.because, w.measures, w.rule_fingerprint)
        IS DISTINCT FROM (f.level, f.state, f.since, f.because, f.measures, f.fingerprint)
), updated AS (
    UPDATE monitoring_warning w
    SET level = d.level, since = d.since, measures = d.measures, state = d.state, because = d.because,
        rule_fingerprint = d.fingerprint, evaluated_as_of = %(as_of)s,
        level_changed_at = CASE WHEN w.level = d.level THEN w.level_changed_at ELSE %(now)s END
    FROM differing d WHERE w.id = d.id
    RETURNING w.id
), told AS (
    SELECT d.*, CASE
        WHEN d.state <> d.state_before AND d.state = 'open' THEN 'resumed'
        WHEN d.state <> d.state_before THEN d.state
        WHEN {RANK.format("d.level")} > {RANK.format("d.level_before")} THEN 'raised'
        WHEN {RANK.format("d.level")} < {RANK.format("d.level_before")} THEN 'lowered'
        WHEN d.cause NOT IN ('rule', 'time') THEN 'updated' END AS kind
    FROM differing d JOIN updated USING (id)
)
INSERT INTO monitoring_warningevent
    (warning_id, run_id, kind, at, level, level_before, measures, cause, rule_fingerprint)
SELECT id, %(run_id)s, kind, %(now)s, level, CASE WHEN level <> level_before THEN level_before ELSE '' END, measures,
    left(cause, 300), fingerprint
FROM told WHERE kind IS NOT NULL
RETURNING kind
"""

TOUCH = f"""
UPDATE monitoring_warning w SET evaluated_as_of = %(as_of)s WHERE {IN_SCOPE} AND w.evaluated_as_of <> %(as_of)s
"""

OPEN = f"""
WITH fresh AS (
    SELECT f.*, {CAUSE_OF_FINDING} AS cause FROM xinan_finding f
    WHERE NOT EXISTS (SELECT 1 FROM monitoring_warning w WHERE w.state <> 'cured' AND {SAME})
), opened AS (
    INSERT INTO monitoring_warning (rule, project_id, subject_kind, subject_id, period, level, since, measures, state,
        because, episode, previous_id, opened_at, level_changed_at, cured_cause, evaluated_as_of, rule_fingerprint)
    SELECT f.rule, f.project_id, f.subject_kind, f.subject_id, f.period, f.level, f.since, f.measures, f.state,
        f.because, coalesce(last.episode, 0) + 1, last.id, %(now)s, %(now)s, '', %(as_of)s, f.fingerprint
    FROM fresh f LEFT JOIN LATERAL (
        SELECT w.id, w.episode FROM monitoring_warning w WHERE {SAME} ORDER BY w.episode DESC LIMIT 1
    ) last ON true
    ORDER BY f.project_id, f.rule, f.subject_id, f.period
    RETURNING id, rule, project_id, subject_kind, subject_id, period, level, measures, episode
)
INSERT INTO monitoring_warningevent
    (warning_id, run_id, kind, at, level, level_before, measures, cause, rule_fingerprint)
SELECT w.id, %(run_id)s, CASE WHEN w.episode = 1 THEN 'opened' ELSE 'reopened' END, %(now)s, w.level, '', w.measures,
    left(f.cause, 300), f.fingerprint
FROM opened w JOIN fresh f ON {SAME}
RETURNING kind
"""
