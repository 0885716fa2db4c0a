"""The signals of a result: the mark, the shape and the colour that stand for each, everywhere in a report.

Blue, amber and dark red differ in lightness too (so they survive a grey printer) and are told apart by
colour-blind readers; the mark says the same without any colour.
"""

from __future__ import annotations

SIGNALS = ("satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported", "withdrawn")

JUDGED = ("satisfactory", "questionable", "unsatisfactory")

MARKS = {
    "satisfactory": "●",
    "questionable": "◆",
    "unsatisfactory": "▲",
    "not_scored": "○",
    "not_reported": "–",
    "withdrawn": "×",
}

SHAPES = {  # of vega-lite
    "satisfactory": "circle",
    "questionable": "diamond",
    "unsatisfactory": "triangle-up",
    "not_scored": "circle",
    "not_reported": "stroke",
    "withdrawn": "cross",
}

COLOURS = {
    "satisfactory": "#3d7ab0",
    "questionable": "#e69f00",
    "unsatisfactory": "#9c1339",
    "not_scored": "#ffffff",
    "not_reported": "#ffffff",
    "withdrawn": "#ffffff",
}
