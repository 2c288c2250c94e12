"""A paper whose prose states no figure: six printed pages, headings, numbered paragraphs and a ruled table of measures.

It is read without spaCy, as a paper of a committee mostly is whose figures stand in its table. All of it is invented.
"""

from io import BytesIO
from itertools import cycle, islice

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, SimpleDocTemplate, Table
from reportlab.platypus import Paragraph as Printed

PARAGRAPHS = 60  # with the table they fill six pages
A_SECTION = 8  # paragraphs
HEAD = (
    ("Title", "Eastmarch County Council"),
    ("Title", "Children and Families Scrutiny Committee"),
    ("Normal", "Date of meeting: 11 June 2024"),
    ("Title", "Progress of the Improvement Plan"),
)
HEADINGS = (
    "Purpose",
    "Background",
    "Early help",
    "Placements",
    "Staff",
    "Audits",
    "Areas for improvement",
    "Next steps",
)
SAID = (
    "The committee heard at its last meeting that families wait too long for a first visit, and asked for this report.",
    "Team managers now look at every plan before it is agreed, and the independent chair writes to them afterwards.",
    "Staff said in the survey that they feel supported, and that the new recording system takes too much of the day.",
    "The service has reviewed how it works with schools, and the partnership has agreed who leads on which part of it.",
    "Carers have asked for training nearer to their homes; the next programme will be held in the area offices.",
    "Inspectors found that leaders know the service well. They asked that supervision should be recorded more fully.",
)
MEASURES = (
    ("Re-referrals within 12 months", "%"),
    ("Assessments completed within 45 working days", "%"),
    ("Children in need reviewed on time", "%"),
    ("Children looked after per 10,000", ""),
    ("Care leavers in suitable accommodation", "%"),
)
ROWS = 15
YEARS = ("2021/22", "2022/23", "2023/24")


def printed() -> bytes:
    """The PDF's bytes."""
    styles = getSampleStyleSheet()
    spaced = ParagraphStyle("spaced", styles["Normal"], spaceAfter=12)
    flow: list[Flowable] = [Printed(text, styles[style]) for style, text in HEAD]
    headings = iter(HEADINGS)
    for number, said in enumerate(islice(cycle(SAID), PARAGRAPHS)):
        if number % A_SECTION == 0:
            flow.append(Printed(next(headings), styles["Heading2"]))
        flow.append(Printed(f"{number + 1}. {said} {SAID[number * 5 % len(SAID)]}", spaced))
        if number == PARAGRAPHS // 2:
            flow.append(_table())
    into = BytesIO()
    SimpleDocTemplate(into, pagesize=A4, topMargin=100, bottomMargin=100, invariant=1).build(flow)
    return into.getvalue()


def _table() -> Table:
    rows = [
        (label, *(f"{50 + 7 * (row + column) % 45}{unit}" for column in range(len(YEARS))))
        for row, (label, unit) in enumerate(islice(cycle(MEASURES), ROWS))
    ]
    return Table([("Measure", *YEARS), *rows], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
