"""What the program saw: claims on lines of a paper, drawn on its pages or listed beside its words.

`claims` says what each line was taken for; `callouts` finds room for the words; `pictures` draws them on the page;
`listing` prints them for every format; `gallery` is a run over many papers.
"""
