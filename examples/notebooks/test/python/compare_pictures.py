"""How far two PNG pictures are apart, from 0 (the same) to 1 (black and white).

It is the mean difference after both were made as small as a thumbnail, in which the letters and line edges that differ
between versions of Matplotlib no longer count.
"""

import sys

import matplotlib.image
import numpy

TILES = 32


def thumbnail(path):
    picture = matplotlib.image.imread(path)[:, :, :3]
    rows, columns = (numpy.linspace(0, size, TILES + 1).astype(int) for size in picture.shape[:2])
    return numpy.array(
        [[picture[a:b, c:d].mean() for c, d in zip(columns, columns[1:])] for a, b in zip(rows, rows[1:])]
    )


one, other = (thumbnail(path) for path in sys.argv[1:])
print(abs(one - other).mean())
