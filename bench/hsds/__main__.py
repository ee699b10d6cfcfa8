"""Nothing is lost on the way through the open standard, and every answer of /hsds is valid (issue: open standards).

    LOTSE_HSDS=folder python -m bench.hsds

The folder holds the standard's own `schema` and `examples` (openreferral/specification, 3.0); they are not part of this project. Without it
the parts that need them are left out and said so. The last line is readable by a script. Exit status 1 when something was lost,
an example came out otherwise, or an answer is not valid.
"""

from __future__ import annotations

import sys

from bench.hsds.roundtrip import Figures, measure
from bench.hsds.schemas import Schemas, standard


def verdict(figures: Figures) -> int:
    """0 when every figure is reached."""
    kept = figures.services > 0 and figures.lost == 0
    return 0 if kept and figures.examples_equal == figures.examples and figures.answers_invalid == 0 else 1


def main() -> int:
    """Measures, and says what was found."""
    folder = standard()
    if folder is None:
        print("LOTSE_HSDS names no folder with the standard's schemas and examples: examples and answers are left out")
    figures = measure(folder, Schemas(folder).faults if folder else None, print)
    print(
        f"services={figures.services} lost={figures.lost} examples={figures.examples} examples_equal={figures.examples_equal} "
        f"answers={figures.answers} answers_invalid={figures.answers_invalid}"
    )
    return verdict(figures)


if __name__ == "__main__":
    sys.exit(main())
