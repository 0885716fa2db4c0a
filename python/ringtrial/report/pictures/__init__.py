"""Pictures as Vega-Lite specifications: one small function a picture, plain JSON, no drawing.

``report.drawing`` turns them into the SVG of a report, ``ringtrial.plots`` into charts for a notebook.
They carry symbols, units and codes only, no words, so that one picture serves every language.
"""
