"""The words of the genre: everything a generated paper says is put together from here.

In the sentences `{name}` is filled from the lists of `FILLERS`, or with a number by its shape: `{n}` 2 to 97,
`{big}` 1,042 to 9,870, `{dec}` one decimal, `{year}` a year, `{para}` a cross-reference. `^{th}` marks letters
printed raised. Curly quotes are written as straight ones; the style decides how they are printed.
"""

COUNCILS: tuple[str, ...] = (
    "Wexmoor County Council",
    "Aldermere City Council",
    "Thornwick Borough Council",
    "London Borough of Harrowdene",
    "Norbridge Metropolitan Borough Council",
    "Eastmarsh Council",
    "Royal Borough of Kingsholt",
    "Dunmere Unitary Council",
)
COMMITTEES: tuple[str, ...] = (
    "Children's Select Committee",
    "Children and Young People Scrutiny Committee",
    "Children, Families and Education Overview and Scrutiny Panel",
    "Corporate Parenting Board",
    "People Overview and Scrutiny Committee",
    "Children's Services Policy and Performance Board",
    "Cabinet",
    "Education and Children's Services Scrutiny Sub-Committee",
)
TITLES: tuple[str, ...] = (
    "Children's Services self-assessment and performance update",
    "Annual report on the quality of practice in children's social care",
    "Preparing for inspection: summary of the self-evaluation",
    "Performance of Children's Social Care – Quarter {q} {fy}",
    "Ofsted annual conversation: outcome and next steps",
    "Early help and safeguarding: progress against the improvement plan",
    "Children in care and care leavers: mid-year review {fy}",
    "Update on the children's improvement programme and the multi-agency front door",
    "Annual conversation with Ofsted, summary of the self-assessment of children's social care, and the "
    "improvement plan for {fy}",
)
PEOPLE: tuple[tuple[str, str], ...] = (
    ("Priya Hallworth", "Executive Director of Children's Services"),
    ("Martin Oyelaran", "Head of Quality Assurance"),
    ("Ceri Bancroft", "Assistant Director, Safeguarding"),
    ("Dana Whitlow", "Performance and Insight Manager"),
    ("Joseph Tarn", "Service Manager, Early Help"),
    ("Amina Sefton", "Principal Social Worker"),
)
CABINET_MEMBERS: tuple[str, ...] = ("Councillor Ruth Ellery", "Councillor Sam Abara", "Councillor Helen Midgley")

SECTION_TITLES: tuple[str, ...] = (
    "Background",
    "Introduction and purpose",
    "What we know about the quality of practice",
    "Early help and the front door",
    "Help and protection",
    "Children in care",
    "Care leavers",
    "Workforce",
    "Leadership and partnership",
    "The voice of children and families",
    "Context of rising demand",
    "Learning from audits",
    "Financial position",
    "Special educational needs and disability",
    "Fostering and adoption",
    "Placement sufficiency and commissioning",
    "What children, young people and their families have told us about the help, protection and care that they receive",
    "Progress since the last inspection and against the recommendations of the 2019 peer review",
)
CLOSING_TITLES: tuple[str, ...] = (
    "Financial implications",
    "Legal implications",
    "Equality and diversity implications",
    "Risk management",
    "Environmental and climate change considerations",
    "Consultation",
)
SUBSECTION_TITLES: tuple[str, ...] = (
    "Timeliness of assessments",
    "Quality of plans",
    "Management oversight",
    "Partnership working",
    "Recruitment and retention",
    "Demand at the front door",
    "Permanence",
    "Feedback from families",
)

FILLERS: dict[str, tuple[str, ...]] = {
    "team": (
        "the Integrated Front Door",
        "the multi-agency safeguarding hub",
        "the Assessment Service",
        "the Family Hubs",
        "the Court and Permanence Team",
        "the Emergency Duty Service",
        "the edge-of-care service",
    ),
    "partner": (
        "the police",
        "schools",
        "health visitors",
        "the voluntary sector",
        "the Integrated Care Board",
        "housing colleagues",
        "district councils",
    ),
    "quality": (
        "child-centred",
        "timely and proportionate",
        "well-established",
        "increasingly consistent",
        "strengths-based",
        "relationship-based",
        "outcome-focused",
    ),
    "work": (
        "assessment",
        "direct work",
        "case recording",
        "supervision",
        "care planning",
        "life-story work",
        "pathway planning",
        "decision-making",
    ),
    "body": ("Ofsted", "the Department for Education", "the Safeguarding Partnership", "the Improvement Board"),
    "month": ("January", "March", "May", "June", "September", "October", "November"),
    "ordinal": ("1^{st}", "2^{nd}", "5^{th}", "9^{th}", "23^{rd}", "30^{th}"),
}

SENTENCES: tuple[str, ...] = (
    "The quality of {work} remains {quality}, and {team} continues to receive positive feedback from {partner}.",
    "Managers in {team} have strengthened oversight so that {work} is {quality} for most children.",
    "In {year}, {body} asked every authority to share a self-assessment before the annual conversation.",
    "{year} saw a sustained rise in demand, with {n} more requests for support each month than in the year before.",
    "{n} children were seen within the agreed timescale, and {n} of them took part in their own review.",
    "There were {big} contacts in the period, of which {n} per cent went on to become referrals.",
    "The rate fell by {dec} per cent over the year; it now stands at {dec} per 1,000 children.",
    "Across the first three quarters the figures were {n}, {n} and {n}, against {n}, {n} and {n} a year earlier.",
    "A budget of £{dec}m has been agreed for {year}-{yy}, and spending of £{big} is forecast by 31 March.",
    "Auditors looked at {big} files in {month} {year} and judged {work} to be good or better in {n} of them.",
    "We know that more needs to be done with {partner}, e.g. on information-sharing, before this is fully embedded.",
    "The approach was tested with a small number of families (i.e. those open to {team}) and is now used county-wide.",
    "As noted in {para}, the cross-cutting work with {partner} is overseen by the Director.",
    "Further detail is given in {para} and in Appendix {n} to the earlier report.",
    "On {ordinal} {month} {year} the new case-management system went live without interruption to services.",
    "The re-referral rate and the step-down arrangements are reviewed every month by the senior leadership team.",
    "Members will recall that 'the local authority knows itself well' was a headline finding of the last inspection.",
    "Young people told us that they 'want to be listened to, not just heard', and their words shape the service offer.",
    "This self-evaluation is honest about what works and what does not, and it is shared with front-line staff.",
    "Regulation No. {n} requires the authority to keep a record of every long-term placement outside its area.",
    "Workers carry on average {dec} cases, which compares well with the {dec} reported by similar authorities.",
    "The post-adoption support team, together with {partner}, helped {n} families to stay together.",
    "Where a plan was not up-to-date, {team} agreed a date for completion, usually within {n} days.",
    "The co-produced strategy sets out how {team} and {partner} will work together over the next three years.",
    "Children's records are clearer than they were; chronologies, however, are still not always used well.",
    "Peer review (by colleagues from a neighbouring authority) confirmed that thresholds are understood by {partner}.",
    "Turnover among newly-qualified staff has slowed: {n} joined us in {month} {year} and {n} are still in post.",
    "Early intervention is a priority; in {n} of the {big} cases sampled a non-statutory offer would have been enough.",
    "Our decision-making at the point of referral is {quality} and is made by a qualified social worker.",
    "The full-time equivalent establishment is {n}.{n} posts, funded in part by a one-off grant.",
    "Work with {partner} on whole-family plans is {quality}, although the pace of change has varied.",
    "Feedback gathered by {team} between {month} and the year-end shows that {n} out of 100 parents felt respected.",
    "Between 1 April {year} and 31 March {next} the service completed {big} visits.",
    "It follows that the well-being of carers, many of whom are grandparents, needs as much attention as their "
    "training.",
    "{body} visited in {month} {year} and recognised the short-term and longer-term impact of the changes.",
    "Of the young people who left care, {n} are in education, employment or training and {n} are not.",
    "No child waited longer than {n} days for a decision, which is in line with the multi-agency protocol.",
    "The service is not complacent, and learning from near-misses is built into every quarter's review.",
    "The annual cost of an independent placement is about £{big} per week, up from £{big} in {year}.",
    "Independent reviewing officers raise concerns early; {n} informal challenges were resolved in the half-year.",
)

LEAD_INS: tuple[str, ...] = (
    "The programme rests on {count} principles:",
    "During the year the service has:",
    "The review looked at the following:",
    "Auditors found that:",
    "Among the changes made since the last report are:",
    "The priorities agreed with {partner} are:",
)
ITEMS: tuple[str, ...] = (
    "Help at the earliest point",
    "a clear offer for families with children under five",
    "Stable homes, close to family and friends, wherever that is safe",
    "Better use of data at team level, including weekly reports on visits, supervision and plans that are overdue",
    "reduced waiting times for assessment;",
    "Stronger transition planning from the age of 14, with a named worker in adult services for every young "
    "person who needs one",
    "recruited {n} permanent social workers;",
    "A new multi-agency training offer, open to schools and the voluntary sector.",
    "opened {n} family hubs, each with a co-located health visitor;",
    "Swift action where children go missing",
    "Improved recording of the child's voice, although self-assessment by teams shows that quality is still "
    "too variable",
    "Regular, reflective supervision for front-line staff",
    "closer working with the police on exploitation",
    "A dedicated out-of-hours number for carers",
)
SUB_ITEMS: tuple[str, ...] = (
    "drop-in sessions",
    "parenting courses, run jointly with schools",
    "support for young carers",
    "specialist advice on domestic abuse",
    "mediation between young people and their parents",
    "evening and weekend cover",
)
QUOTE_LEADS: tuple[str, ...] = (
    "The inspection letter put it this way:",
    "One care leaver wrote to the panel:",
    "The peer reviewers concluded:",
)
QUOTES: tuple[str, ...] = (
    "'Leaders know their services well. They are realistic about what remains to be done, and they have a plan, "
    "properly resourced, for doing it.'",
    "'I was asked what I wanted to happen, and then it happened. That had not been my experience before.'",
    "'Staff describe a supportive culture in which they can do their best work; caseloads are manageable for "
    "nearly all of them.'",
)
CLOSING_SENTENCES: tuple[str, ...] = (
    "There are no direct implications arising from this report.",
    "Any additional cost will be met from the existing budget of the service.",
    "The authority has a duty to safeguard and promote the welfare of children in its area under section 17 of "
    "the 1989 Act.",
    "An assessment of equality impact was completed when the strategy was adopted and has not changed.",
    "The main risk is that demand grows faster than capacity; it is recorded in the corporate risk register.",
    "No consultation was required, since the report is for information.",
)

AREA_HEADINGS: tuple[str, ...] = (
    "Areas for improvement",
    "What needs to improve",
    "Areas for development",
    "Key priorities for improvement",
    "Next steps to improve",
    "Areas for continuing improvement",
    "Where we need to do better",
    "Priorities for improvement {fy}",
    "Areas we need to strengthen",
    "Our improvement priorities",
)
AREA_LEAD_INS: tuple[str, ...] = (
    "The following areas for improvement were identified:",
    "Our self-assessment shows that these areas need to improve:",
    "We have agreed the following priorities for improvement:",
    "The key areas for development over the next year are:",
    "Areas for further improvement include:",
)
AREAS: tuple[str, ...] = (
    "The consistency of social work supervision",
    "Quality and timeliness of life-story work for children in long-term foster care",
    "Educational outcomes for children with a plan, including those who are electively home-educated",
    "Sufficiency of local placements for teenagers with complex needs, and the commissioning that supports it",
    "The use of chronologies in assessments",
    "Response to children who go missing from home or care, in particular the quality of return-home interviews",
    "Transition to adult services",
    "Health assessments for children entering care, which are too often late",
    "The recording of management decisions",
    "Awareness of private fostering in the community.",
    "Engagement of fathers and other male carers in planning",
    "Embedding the practice model across all teams, with an outcome-focused performance framework",
)
STRENGTH_HEADINGS: tuple[str, ...] = (
    "What is working well",
    "Strengths",
    "Achievements this year",
    "What we are proud of",
    "Areas of strength",
)
STRENGTHS: tuple[str, ...] = (
    "A stable and experienced senior leadership team",
    "Caseloads that allow social workers the time to do direct work",
    "Strong political and corporate support",
    "Good engagement of children in their reviews, including the youngest",
    "The multi-agency front door, where decisions are prompt and proportionate",
    "Early permanence planning for babies",
)

RECOMMENDATION_HEADINGS: tuple[str, ...] = (
    "Recommendation(s)",
    "Recommendations",
    "Recommendation",
    "Officer recommendations",
)
RECOMMENDATION_LEAD_INS: tuple[str, ...] = (
    "The Committee is asked to:",
    "Members are asked to:",
    "It is recommended that the Committee:",
    "The Board is recommended to:",
)
RECOMMENDATIONS: tuple[str, ...] = (
    "Note the contents of this report.",
    "Endorse the priorities set out in {para}.",
    "Agree that a further update be brought to the Committee in six months' time.",
    "Comment on the performance of the service in the first two quarters of the year.",
    "Refer any matters of concern to the Cabinet Member for Children's Services.",
    "Request a briefing on placement sufficiency, including the cost of independent provision, before the next "
    "meeting.",
)
SINGLE_RECOMMENDATIONS: tuple[str, ...] = (
    "The Committee is asked to NOTE the report and to endorse the actions being taken.",
    "It is recommended that Members note the outcome of the self-assessment and the next steps described in "
    "this report.",
)

FOOTNOTES: tuple[str, ...] = (
    "Figures are provisional until the national return has been checked.",
    "Statistical neighbours are the ten authorities most like ours.",
    "See the published report of the peer review, page 12.",
)
TABLE_NOTES: tuple[str, ...] = ("^[1] Provisional figure.", "^[2] Cohort of fewer than 30 children.")
TABLE_CAPTIONS: tuple[str, ...] = (
    "Table 1: Key performance indicators",
    "Performance against key indicators",
    "Table 1 – Children's social care performance summary",
)
TABLE_LEAD_INS: tuple[str, ...] = (
    "The table below shows performance against the key indicators.",
    "Performance on the main measures is set out in the following table.",
    "Key indicators are summarised in the table that follows.",
)

INDICATOR_GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "Front door and assessment": (
        ("Re-referrals within 12 months", "percent"),
        ("Number of referrals", "count"),
        ("Single assessments completed within 45 working days", "percent"),
        ("Contacts decided within one working day", "percent"),
        ("Referral rate per 10,000", "rate_per_10000"),
    ),
    "Help and protection": (
        ("Initial child protection conferences within 15 working days of strategy discussion", "percent"),
        ("Children subject to a child protection plan", "count"),
        ("Child protection visits on time", "percent"),
        ("Repeat child protection plans within two years", "percent"),
        ("Review conferences on time", "percent"),
        ("S47 enquiries leading to ICPC", "percent"),
    ),
    "Children in care and care leavers": (
        ("Number of children looked after", "count"),
        ("Children looked after per 10,000", "rate_per_10000"),
        ("CLA reviews on time", "percent"),
        ("CLA placed more than 20 miles from home", "percent"),
        ("Long-term placement stability (two years in the same placement)", "percent"),
        ("Average time between entering care and moving in with adoptive family (days)", "days"),
        ("Care leavers in suitable accommodation", "percent"),
        ("Average length of care proceedings (weeks)", "weeks"),
    ),
    "Workforce": (
        ("Social worker vacancy rate", "percent"),
        ("Agency social workers (number)", "count"),
        ("Supervision completed on time", "percent"),
        ("Social workers in post (FTE)", "fte"),
        ("Average weekly cost of a residential placement (£)", "gbp"),
    ),
}

RUN_INS: tuple[str, ...] = (
    "Timeliness: ",
    "Workforce: ",
    "Quality of practice: ",
    "Impact: ",
    "Feedback from families: ",
    "Next year: ",
)

ACTION_LEAD_INS: tuple[str, ...] = (
    "The timetable for the next stage is set out below.",
    "Responsibilities are as follows.",
)
ACTION_COLUMNS: tuple[str, str, str] = ("Action", "Lead", "By when")
ACTIONS: tuple[tuple[str, str], ...] = (
    ("Publish the sufficiency strategy", "Head of Commissioning"),
    ("Complete the audit of return-home interviews", "Quality Assurance"),
    ("Report to the Safeguarding Partnership", "Director"),
    ("Launch the multi-agency training offer", "Principal Social Worker"),
    ("Review the threshold document with partners, including schools", "Service Manager, Early Help"),
)

CUTS: tuple[str, ...] = (
    "per|for|mance",
    "super|vision",
    "assess|ment",
    "assess|ments",
    "inde|pen|dent",
    "safe|guarding",
    "man|age|ment",
    "author|ity",
    "author|ities",
    "infor|mation",
    "improve|ment",
    "part|ner|ship",
    "place|ment",
    "place|ments",
    "chil|dren",
    "develop|ment",
    "quar|ters",
    "serv|ices",
    "serv|ice",
    "fam|ilies",
    "con|tinues",
    "feed|back",
    "dis|trict",
    "volun|tary",
    "edu|cation",
    "depart|ment",
    "pro|por|tion|ate",
    "relation|ship",
    "arrange|ments",
    "recom|mended",
    "commis|sioning",
    "inspec|tion",
    "provi|sional",
)
"""Words and where a line's end may cut them."""
