"""Every way in which worker, carer and child can answer, and what it means: written out by hand, never made by the code.

Columns: worker, carer, child (R, A, G, or - for no colour) · level for an ordinary category · level for safety ·
who is more worried (w, c, k for the child; - for nobody) · steps (- where fewer than two gave a colour) ·
who said red while the worker did not · "happier" where the child is two steps above the worker.
"""

SIXTY_FOUR = """
R R R  same     today    -   0  -   .
R R A  talk     today    wc  1  -   .
R R G  talk     today    wc  2  -   happier
R R -  same     today    -   0  -   .
R A R  talk     today    wk  1  -   .
R A A  talk     talk     w   1  -   .
R A G  talk     talk     w   2  -   happier
R A -  talk     talk     w   1  -   .
R G R  talk     today    wk  2  -   .
R G A  talk     talk     w   2  -   .
R G G  talk     talk     w   2  -   happier
R G -  talk     talk     w   2  -   .
R - R  same     today    -   0  -   .
R - A  talk     talk     w   1  -   .
R - G  talk     talk     w   2  -   happier
R - -  nothing  nothing  -   -  -   .

A R R  act      today    ck  1  ck  .
A R A  act      today    c   1  c   .
A R G  act      today    c   2  c   .
A R -  act      today    c   1  c   .
A A R  act      today    k   1  k   .
A A A  same     same     -   0  -   .
A A G  talk     talk     wc  1  -   .
A A -  same     same     -   0  -   .
A G R  act      today    k   2  k   .
A G A  talk     talk     wk  1  -   .
A G G  talk     talk     w   1  -   .
A G -  talk     talk     w   1  -   .
A - R  act      today    k   1  k   .
A - A  same     same     -   0  -   .
A - G  talk     talk     w   1  -   .
A - -  nothing  nothing  -   -  -   .

G R R  act      today    ck  2  ck  .
G R A  act      today    c   2  c   .
G R G  act      today    c   2  c   .
G R -  act      today    c   2  c   .
G A R  act      today    k   2  k   .
G A A  talk     talk     ck  1  -   .
G A G  talk     talk     c   1  -   .
G A -  talk     talk     c   1  -   .
G G R  act      today    k   2  k   .
G G A  talk     talk     k   1  -   .
G G G  same     same     -   0  -   .
G G -  same     same     -   0  -   .
G - R  act      today    k   2  k   .
G - A  talk     talk     k   1  -   .
G - G  same     same     -   0  -   .
G - -  nothing  nothing  -   -  -   .

- R R  act      today    -   0  ck  .
- R A  act      today    c   1  c   .
- R G  act      today    c   2  c   .
- R -  act      today    -   -  c   .
- A R  act      today    k   1  k   .
- A A  same     same     -   0  -   .
- A G  talk     talk     c   1  -   .
- A -  nothing  nothing  -   -  -   .
- G R  act      today    k   2  k   .
- G A  talk     talk     k   1  -   .
- G G  same     same     -   0  -   .
- G -  nothing  nothing  -   -  -   .
- - R  act      today    -   -  k   .
- - A  nothing  nothing  -   -  -   .
- - G  nothing  nothing  -   -  -   .
- - -  nothing  nothing  -   -  -   .
"""

# The plan: worker, reviewing officer · whether they differ · who is more worried (w, o) · steps.
SIXTEEN = """
R R  no   -  0
R A  yes  w  1
R G  yes  w  2
R -  ?    -  -
A R  yes  o  1
A A  no   -  0
A G  yes  w  1
A -  ?    -  -
G R  yes  o  2
G A  yes  o  1
G G  no   -  0
G -  ?    -  -
- R  ?    -  -
- A  ?    -  -
- G  ?    -  -
- -  ?    -  -
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The lines of a table, each as its words."""
    return [tuple(line.split()) for line in table.splitlines() if line.strip()]
