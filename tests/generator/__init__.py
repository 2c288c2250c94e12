"""Committee papers in many printed styles, each with the exact truth of what it says.

One seed gives one description (`description`), one set of style axes (`styles`), one run of printed blocks
(`printing`); the makers and the truth (`truth`) both read those blocks, so what is printed and what is expected
cannot drift apart.
"""
