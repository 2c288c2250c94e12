"""Views to HTML: templates that escape everything, one style sheet, and a policy that lets nothing else in.

The words of a paper are hostile until shown otherwise. Three walls: every value is escaped, control and bidirectional
characters are written out, and the Content-Security-Policy allows the one style sheet by its hash and nothing more:
no script, no picture, no address.
"""

import base64
import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline import naming
from pipeline.report import of_comparison, of_paper
from schemas import Paper
from schemas.comparison import Comparison


def of(document: Paper | Comparison) -> bytes:
    """The report of a paper, or of a comparison. The same document makes the same bytes."""
    program = f"papers {version('committee-papers')}"
    if isinstance(document, Paper):
        return render("paper.html", of_paper.page(document, program))
    return render("comparison.html", of_comparison.page(document, program))


def render(template: str, page: object) -> bytes:
    css = style()
    html = environment().get_template(template).render(page=page, style=Markup(css), policy=policy(css))
    return html.encode("utf-8", "replace")


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def harmless(value: object) -> object:
    """Words on one line, with nothing in them that reorders a line or acts unseen; our own markup as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return naming.shown(" ".join(value.split()))


@cache
def style() -> str:
    return files("pipeline.report").joinpath("templates", "style.css").read_text("utf-8")


def policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
