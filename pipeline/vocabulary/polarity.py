"""Better or worse, by which way of a measure is the good one."""

from decimal import Decimal

from schemas.record import Judgement


def judgement(change: Decimal | float, polarity: str | None) -> Judgement | None:
    """Better or worse by the polarity; None where more is neither good nor bad, or no one has said."""
    if change == 0:
        return "same"
    if polarity not in ("higher_is_better", "lower_is_better"):
        return None
    return "better" if (change > 0) == (polarity == "higher_is_better") else "worse"
