-- A council's own figures that are reported, each once, however many formats its paper was read from.
CREATE VIEW figures AS
SELECT
    council, gss_code, meeting_date, indicator_id, label, value, low, high, unit, basis, role, rating,
    period_kind, period_start, period_end, period_text, raw, file, paper_id, record_id, reading, page
FROM readings
WHERE status = 'reported' AND "of" = 'authority' AND coalesce(role, '') <> 'target'
QUALIFY row_number() OVER (PARTITION BY paper_id, record_id, reading ORDER BY file) = 1;

-- The figure of each measure for the latest time that a council's papers report; one that holds "since" a time holds
-- until the meeting.
CREATE VIEW latest AS
SELECT * FROM figures
WHERE indicator_id IS NOT NULL AND (period_start IS NOT NULL OR period_end IS NOT NULL)
QUALIFY row_number() OVER (
    PARTITION BY council, indicator_id, unit
    ORDER BY coalesce(period_end, meeting_date) DESC NULLS LAST, meeting_date DESC, file, record_id, reading
) = 1;

-- Figures beside the target that their row states.
CREATE VIEW against_target AS
SELECT figures.*, targets.value AS target_value, targets.unit AS target_unit, targets.raw AS target_raw
FROM figures
JOIN readings AS targets
    ON targets.file = figures.file AND targets.record_id = figures.record_id
    AND (targets.role = 'target' OR targets."of" = 'target') AND targets.status = 'reported';

-- Figures beside those of England, the region and statistical neighbours in the same row.
CREATE VIEW against_others AS
SELECT
    figures.*, others."of" AS compared_with, others.value AS other_value, others.unit AS other_unit,
    others.period_start AS other_period_start, others.period_end AS other_period_end
FROM figures
JOIN readings AS others
    ON others.file = figures.file AND others.record_id = figures.record_id
    AND others."of" NOT IN ('authority', 'target', 'floor') AND others.status = 'reported';

-- How many doubts of which kind each paper has.
CREATE VIEW doubts AS
SELECT council, meeting_date, file, severity, code, count(*) AS issues
FROM issues
GROUP BY ALL
ORDER BY file, severity, code;
