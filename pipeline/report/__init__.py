"""A report for people to read: one paper, or a comparison, as one HTML file that needs nothing but a browser."""
