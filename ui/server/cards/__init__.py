"""Pictures of charts that the server draws itself, with Pillow, for whoever runs no scripts.

A chart is drawn from the same figure that the browser draws: lines, points, texts, bars, grids and contours on
linear, logarithmic and named axes. Nothing here knows a chart by name.
"""
