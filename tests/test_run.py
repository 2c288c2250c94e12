"""Any text makes a paper, and the paper tiles it."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus import Source
from pipeline.run import extract
from pipeline.transcript import Unreadable

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("\n\t1.2a)(-•:% "))
)


@given(WORDS)
@settings(deadline=None, max_examples=150)
def test_any_text_makes_a_paper(text: str) -> None:
    data = text.encode()
    source = Source("any.txt", "text/plain", data, hashlib.sha256(data).hexdigest(), len(data))
    try:
        paper = extract(source)
    except Unreadable:
        return
    assert "".join(paper.text.split()) == "".join(text.split())
